package io.nextclick.send;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.ItemContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.CatalogItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A catalogue in a file: the contract {@code CatalogItem} as a line of JSON for each item. */
final class Catalogue {

    private Catalogue() {}

    /**
     * Reads the items in the order of their lines. Empty lines and those that begin with {@code #}
     * are left out.
     *
     * @throws IOException if the file cannot be read, or a line is no item; the message says which
     */
    static void read(Path file, Consumer<CatalogItem> items) throws IOException {
        RecordDecoder<CatalogItem> decoder = ItemContract.decoder(CodecSettings.DEFAULT);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    items.accept(item(decoder, line.strip(), file, number));
                }
            }
        }
    }

    private static CatalogItem item(
            RecordDecoder<CatalogItem> decoder, String line, Path file, int number)
            throws IOException {
        try {
            CatalogItem item = decoder.decode(line.getBytes(StandardCharsets.UTF_8));
            if (item.itemId().isBlank()) {
                throw new IOException("%s, line %d: item_id is missing".formatted(file, number));
            }
            return item;
        } catch (RefusedException e) {
            throw new IOException("%s, line %d: %s".formatted(file, number, e.getMessage()), e);
        }
    }
}
