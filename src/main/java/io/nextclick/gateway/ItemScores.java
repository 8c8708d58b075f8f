package io.nextclick.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Items with a number each, to bytes and back. */
final class ItemScores {

    private final Names names;

    /**
     * An item and its number.
     *
     * @param itemId the item
     * @param score the greater, the better
     */
    record Scored(String itemId, float score) {}

    ItemScores(Names names) {
        this.names = names;
    }

    byte[] write(List<Scored> items) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream into = new DataOutputStream(bytes)) {
            Varint.write(items.size(), into);
            for (Scored item : items) {
                names.write(item.itemId(), into);
                into.writeFloat(item.score());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    List<Scored> read(byte[] bytes) {
        List<Scored> items = new ArrayList<>();
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = Varint.read(from); left > 0; left--) {
                items.add(new Scored(names.read(from), from.readFloat()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("items in the view are damaged", e);
        }
        return items;
    }
}
