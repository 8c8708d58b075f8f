package io.nextclick.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What a site that puts in the tag has its visitors load. */
class TagSizeTest {

    @Test
    void the_tag_has_at_most_5_kB_gzipped() throws Exception {
        assertThat(gzipped(file("nextclick.js"))).isBetween(1, 5_000);
    }

    @Test
    void the_part_for_pages_with_lists_has_at_most_another_2500_bytes() throws Exception {
        assertThat(gzipped(file("page/nextclick-list.js"))).isBetween(1, 2_500);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file = TagSizeTest.class.getResourceAsStream("/web/" + name)) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }

    private static int gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.size();
    }
}
