package io.nextclick.web;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The tag in the pages of a site that records what it is sent; each test has a site of its own. */
abstract class TagInBrowser {

    static Browser browser;

    RecordingServer site;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void closeSite() {
        site.close();
    }
}
