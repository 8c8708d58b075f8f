package io.nextclick.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.ItemContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.CatalogItem;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of an item, written once as JSON when the catalogue changes. Not thread-safe.
 */
final class ItemDetails {

    private static final List<String> SHOWN_ATTRIBUTES = List.of("url", "image");

    private final AvroDecoder<io.nextclick.avro.CatalogItem> avro;
    private final RecordDecoder<CatalogItem> any;

    ItemDetails(CodecSettings codec) {
        avro = new AvroDecoder<>(io.nextclick.avro.CatalogItem.getClassSchema(), codec);
        any = ItemContract.decoder(codec);
    }

    /**
     * An item's details.
     *
     * @param itemKey key among all sites
     * @param json an object; absent fields are left out
     * @param updatedAtMillis when the shop changed it, ms since the epoch; 0 if that is not known
     */
    record Details(String itemKey, byte[] json, long updatedAtMillis) {}

    Details read(byte[] value) throws RefusedException, JsonProcessingException {
        CatalogItem item = any.decode(value);
        ObjectNode shown = Json.object();
        put(shown, "title", item.title());
        attributes(value).forEach((name, text) -> put(shown, name, text));
        if (item.price() != null) {
            shown.put("price", item.price());
        }
        put(shown, "currency", item.currency());
        put(shown, "category", item.category());
        put(shown, "brand", item.brand());
        return new Details(item.itemKey(), Json.bytes(shown), item.updatedAtMillis());
    }

    private static void put(ObjectNode shown, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            shown.put(name, text);
        }
    }

    private Map<String, String> attributes(byte[] value)
            throws RefusedException, JsonProcessingException {
        Map<String, String> shown = new HashMap<>();
        if (value[0] == (byte) 0xC3 || value[0] == 0) {
            Map<String, String> all = avro.decode(value).getAttributes();
            SHOWN_ATTRIBUTES.forEach(name -> keep(shown, name, all.get(name)));
        } else {
            JsonNode all = tree(value).path("attributes");
            SHOWN_ATTRIBUTES.forEach(name -> keep(shown, name, all.path(name).textValue()));
        }
        return shown;
    }

    private static void keep(Map<String, String> shown, String name, @Nullable String text) {
        if (text != null) {
            shown.put(name, text);
        }
    }

    private static JsonNode tree(byte[] value) throws JsonProcessingException {
        try {
            return Json.MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }
}
