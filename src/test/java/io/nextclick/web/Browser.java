package io.nextclick.web;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium without a window. Tests are skipped where it is not installed. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration LONGEST = Duration.ofMinutes(2);

    final ChromeDriver driver;

    private Browser(ChromeOptions options) {
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .withLogFile(new File("/dev/null"))
                        .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(LONGEST).scriptTimeout(LONGEST);
    }

    static Browser open() {
        return new Browser(options());
    }

    /** One that keeps neither cookies nor the storage of pages. */
    static Browser openWithoutStorage() {
        return new Browser(
                options()
                        .setExperimentalOption(
                                "prefs",
                                Map.of("profile.default_content_setting_values.cookies", 2)));
    }

    private static ChromeOptions options() {
        assumeThat(CHROMIUM.toFile().canExecute() && DRIVER.toFile().canExecute())
                .as("Debian's packages chromium and chromium-driver are installed")
                .isTrue();
        return new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--window-size=1280,900");
    }

    void go(String url) {
        driver.get(url);
    }

    /** Runs a script in the page; the value of its {@code return}. */
    @Nullable Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** Lets the page's own timers run for a while. */
    void pause(int millis) {
        driver.executeAsyncScript("setTimeout(arguments[1], arguments[0])", millis);
    }

    void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        offline,
                        "latency",
                        0,
                        "downloadThroughput",
                        -1,
                        "uploadThroughput",
                        -1));
    }

    String newTab() {
        return driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
