package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.ByteUtils;

/** Items with a number each, to bytes and back. */
final class ItemScores {

    private final Names names;

    /**
     * An item and its number.
     *
     * @param itemId the item
     * @param score the greater, the better
     */
    record Scored(SerializedString itemId, float score) {}

    ItemScores(Names names) {
        this.names = names;
    }

    byte[] write(List<Scored> items) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream into = new DataOutputStream(bytes)) {
            ByteUtils.writeUnsignedVarint(items.size(), into);
            for (Scored item : items) {
                names.write(item.itemId().getValue(), into);
                into.writeFloat(item.score());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads items.
     *
     * @throws IllegalStateException if the bytes are none
     */
    List<Scored> read(byte[] bytes) {
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            int count = ByteUtils.readUnsignedVarint(from);
            List<Scored> items = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                items.add(new Scored(names.read(from), from.getFloat()));
            }
            return items;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("items in the view are damaged", e);
        }
    }
}
