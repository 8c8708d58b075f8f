package io.nextclick.testkit;

import io.nextclick.codec.RawRecord;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a shop's tracker would have written to Kafka. */
public final class Shop {

    private final EventEncoder encoder = new EventEncoder();
    private final List<RawRecord> records = new ArrayList<>();

    /** Adds events. */
    public Shop sent(Event... events) {
        for (Event event : events) {
            add("events", event.occurredAtMillis(), event.sourceKey(), encoder.encode(event));
        }
        return this;
    }

    /** Adds items of the catalogue. */
    public Shop listed(CatalogItem... items) {
        for (CatalogItem item : items) {
            add("items", 1, item.itemKey(), encoder.encode(item));
        }
        return this;
    }

    /** Adds statements about whose a device is. */
    public Shop told(IdentityEvent... events) {
        for (IdentityEvent event : events) {
            add("identity-events", event.occurredAtMillis(), event.deviceKey(), json(event));
        }
        return this;
    }

    /** Adds a rule, or, with null, removes it. */
    public Shop ruled(String ruleKey, @Nullable String yaml) {
        byte[] value = yaml == null ? null : yaml.getBytes(StandardCharsets.UTF_8);
        add("rules", Events.NOON, ruleKey, value);
        return this;
    }

    /** Adds a tombstone of a policy: the site and surface of the key begin to learn anew. */
    public Shop unlearnt(String policyKey) {
        add("policy", Events.NOON, policyKey, null);
        return this;
    }

    private static byte[] json(IdentityEvent event) {
        return """
                {"action":"%s","device_id":"%s","user_id":"%s","site":"%s","occurred_at":%d}"""
                .formatted(
                        event.action(),
                        event.deviceId(),
                        event.userId(),
                        event.site(),
                        event.occurredAtMillis())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Adds bytes. */
    public Shop sentBytes(byte[] value) {
        add("events", Events.NOON, "key", value);
        return this;
    }

    private void add(String topic, long millis, String key, byte @Nullable [] value) {
        records.add(
                new RawRecord(
                        topic,
                        0,
                        records.size(),
                        millis,
                        key.getBytes(StandardCharsets.UTF_8),
                        value));
    }

    /** How many records there are so far. */
    public int size() {
        return records.size();
    }

    /** The records so far. */
    public List<RawRecord> records() {
        return List.copyOf(records);
    }
}
