package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.ItemContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventChecks;
import io.nextclick.event.Rejection;
import io.nextclick.event.SiteKey;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rules and items of a site, checked before they are sent. For the secret key. */
final class Records {

    private final Sender sender;
    private final CodecSettings codec;
    private final RuleReader rules;

    Records(Sender sender, CodecSettings codec, String defaultCurrency) {
        this.sender = sender;
        this.codec = codec;
        this.rules = new RuleReader(new ConditionLanguage(), defaultCurrency);
    }

    /** {@code PUT /v1/rules/{id}}. */
    CompletionStage<Answer> putRule(Request request) {
        String id = request.path(2);
        String key = SiteKey.of(request.site().name(), id);
        RuleReader.Reading reading = read(new String(request.body(), StandardCharsets.UTF_8));
        Rule rule = reading.rule();
        if (rule == null || !reading.faults().isEmpty()) {
            throw faulty(reading.faults());
        }
        if (!rule.ruleKey().equals(key)) {
            throw faulty(
                    List.of(new RuleFault("/rule_id", "is not the path's, or of another site")));
        }
        ObjectNode answer = Json.object().put("rule_id", id).put("version", rule.version());
        return sender.send(Topics.RULES, key, reading.text().getBytes(StandardCharsets.UTF_8))
                .thenApply(sent -> Answer.json(200, answer));
    }

    /** The reader keeps its compiler, which is one thread's. */
    private synchronized RuleReader.Reading read(String text) {
        return rules.read(text);
    }

    private static Problem faulty(List<RuleFault> faults) {
        return faulty("INVALID_RULE", "rule", faults);
    }

    /** The answer to a definition with faults. */
    static Problem faulty(String reason, String what, List<RuleFault> faults) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (RuleFault fault : faults) {
            all.addObject().put("place", fault.place()).put("reason", fault.reason());
        }
        return new Problem(400, reason, "the %s has %d faults".formatted(what, faults.size()))
                .with("faults", all);
    }

    /** {@code DELETE /v1/rules/{id}}. */
    CompletionStage<Answer> deleteRule(Request request) {
        return delete(Topics.RULES, request);
    }

    /** {@code PUT /v1/items/{id}}. */
    CompletionStage<Answer> putItem(Request request) {
        String id = request.path(2);
        Site site = request.site();
        ObjectNode item = Json.readObject(request.body());
        check(item.path("item_id"), id, "item_id is not the path's");
        check(item.path("site"), site.name(), "site is not the one of the key");
        item.put("item_id", id).put("site", site.name());
        byte[] value = Json.bytes(item);
        RecordDecoder<CatalogItem> decoder = ItemContract.decoder(codec);
        try {
            CatalogItem read = decoder.decode(value);
            Rejection fault = EventChecks.checkPrice(read.price(), read.currency()).orElse(null);
            if (fault != null) {
                throw new Problem(400, fault.reason().name(), fault.detail());
            }
        } catch (RefusedException e) {
            throw new Problem(400, e.reason().name(), e.detail());
        }
        ObjectNode answer = Json.object().put("item_id", id);
        return sender.send(Topics.ITEMS, SiteKey.of(site.name(), id), value)
                .thenApply(sent -> Answer.json(200, answer));
    }

    private static void check(JsonNode given, String must, String otherwise) {
        if (!given.isMissingNode() && !must.equals(given.textValue())) {
            throw Problem.invalid(otherwise);
        }
    }

    /** {@code DELETE /v1/items/{id}}. */
    CompletionStage<Answer> deleteItem(Request request) {
        return delete(Topics.ITEMS, request);
    }

    private CompletionStage<Answer> delete(Topic<?> topic, Request request) {
        String key = SiteKey.of(request.site().name(), request.path(2));
        return sender.send(topic, key, null).thenApply(sent -> Answer.empty(204));
    }
}
