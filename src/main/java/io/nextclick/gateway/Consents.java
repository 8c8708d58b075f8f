package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.ConsentRecord;
import io.nextclick.avro.SubjectKind;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.SiteKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Sends what persons allow, for whoever reads the topic. For the secret key. */
final class Consents {

    /** The topic's name; the job has no option for it, since it does not read it. */
    static final String TOPIC = "consents";

    private static final int MAX_PURPOSES = 64;
    private static final int MAX_LENGTH = 256;

    private final Sender sender;
    private final LongSupplier clock;

    Consents(Sender sender, LongSupplier clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** {@code PUT /v1/consents/{kind}/{subject}}. */
    CompletionStage<Answer> put(Request request) {
        SubjectKind kind = kind(request.path(2));
        String subject = request.path(3);
        if (subject.length() > MAX_LENGTH) {
            throw Problem.invalid("the subject has more than %d characters".formatted(MAX_LENGTH));
        }
        ObjectNode body = Json.readObject(request.body());
        String site = request.site().name();
        ConsentRecord consent =
                new ConsentRecord(
                        subject,
                        kind,
                        site,
                        purposes(body.path("purposes")),
                        body.path("erase").asBoolean(false),
                        givenAt(body.path("given_at")));
        byte[] value =
                new AvroEncoder<ConsentRecord>(
                                ConsentRecord.getClassSchema(), TOPIC, CodecSettings.DEFAULT)
                        .encode(consent);
        ObjectNode answer = Json.object().put("subject_id", subject);
        return sender.send(TOPIC, SiteKey.of(site, subject), value)
                .thenApply(sent -> Answer.json(200, answer));
    }

    private static SubjectKind kind(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "user" -> SubjectKind.USER;
            case "device" -> SubjectKind.DEVICE;
            default -> throw Problem.invalid("the kind must be user or device");
        };
    }

    private static List<String> purposes(JsonNode given) {
        if (!given.isArray() || given.size() > MAX_PURPOSES) {
            throw Problem.invalid("'purposes' must be up to %d texts".formatted(MAX_PURPOSES));
        }
        List<String> purposes = new ArrayList<>();
        for (JsonNode each : given) {
            if (!each.isTextual() || each.textValue().length() > MAX_LENGTH) {
                throw Problem.invalid("a purpose must be a text of up to " + MAX_LENGTH);
            }
            purposes.add(each.textValue());
        }
        return purposes;
    }

    private Instant givenAt(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return Instant.ofEpochMilli(clock.getAsLong());
        }
        try {
            return given.isIntegralNumber()
                    ? Instant.ofEpochMilli(given.longValue())
                    : Instant.parse(given.asText());
        } catch (DateTimeParseException e) {
            throw Problem.invalid("'given_at' must be a time");
        }
    }
}
