package io.nextclick.expectation;

import io.nextclick.event.EventChecks;
import io.nextclick.event.EventField;
import io.nextclick.event.EventType;
import io.nextclick.expectation.Expectation.Between;
import io.nextclick.expectation.Expectation.Claim;
import io.nextclick.expectation.Expectation.OneOf;
import io.nextclick.expectation.Expectation.PerHour;
import io.nextclick.expectation.Expectation.Present;
import io.nextclick.expectation.Expectation.Rejects;
import io.nextclick.expectation.ExpectationsDocument.Bounds;
import io.nextclick.expectation.ExpectationsDocument.Counts;
import io.nextclick.expectation.ExpectationsDocument.Entry;
import io.nextclick.rule.RuleFault;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the schema cannot say of one expectation. */
final class EntryCheck {

    private static final String CLAIMS = "present, between, in, per_hour and rejects";
    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::name).toList();
    private static final List<String> PREFIXES = List.of("context.", "signals.");

    private final Entry entry;
    private final String place;
    private final List<RuleFault> faults;

    /**
     * @param entry an expectation whose shape is right
     * @param place of it in its file
     * @param faults takes what is wrong with it
     */
    EntryCheck(Entry entry, String place, List<RuleFault> faults) {
        this.entry = entry;
        this.place = place;
        this.faults = faults;
    }

    /** The expectation, or nothing if there is no claim of which to make one. */
    Optional<Expectation> expectation() {
        String site = entry.site();
        if (site != null && !EventChecks.isSite(site)) {
            fault("/site", EventChecks.SITE_ALLOWED);
        }
        Set<EventType> types = types();
        long claims =
                Stream.of(
                                entry.present(),
                                entry.between(),
                                entry.oneOf(),
                                entry.perHour(),
                                entry.rejects())
                        .filter(each -> each != null)
                        .count();
        if (claims != 1) {
            fault("", "states %d of %s; one is needed".formatted(claims, CLAIMS));
            return Optional.empty();
        }
        if (entry.share() != null && entry.between() == null && entry.oneOf() == null) {
            fault("/share", "goes with between and in only");
        }
        Claim claim =
                entry.perHour() != null || entry.rejects() != null ? withoutField() : withField();
        return Optional.ofNullable(claim)
                .map(made -> new Expectation(entry.id(), site, types, made));
    }

    private Set<EventType> types() {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        List<String> written = entry.types() == null ? List.of() : entry.types();
        for (int i = 0; i < written.size(); i++) {
            String type = written.get(i);
            if (TYPES.contains(type)) {
                types.add(EventType.valueOf(type));
            } else {
                fault("/types/" + i, noType(type));
            }
        }
        return Collections.unmodifiableSet(types);
    }

    private @Nullable Claim withoutField() {
        if (entry.field() != null) {
            fault("/field", "does not go with per_hour and rejects");
        }
        Double rejects = entry.rejects();
        if (rejects != null) {
            if (entry.site() != null) {
                fault("/site", "is not known of what is refused");
            }
            if (entry.types() != null) {
                fault("/types", "are not known of what is refused");
            }
            return new Rejects(rejects);
        }
        Counts counts = entry.perHour();
        return counts == null ? null : perHour(counts);
    }

    private Claim perHour(Counts counts) {
        Long least = counts.atLeast();
        Long most = counts.atMost();
        if (least != null && most != null && least > most) {
            fault("/per_hour", "is empty: at_least %d, at_most %d".formatted(least, most));
        }
        if (least != null && least == 0 && most == null) {
            fault("/per_hour", "always holds");
        }
        return new PerHour(least, most);
    }

    private @Nullable Claim withField() {
        String name = entry.field();
        if (name == null) {
            fault("", "needs a field");
            return null;
        }
        EventField field = EventField.of(name).orElse(null);
        if (field == null) {
            fault("/field", "unknown field '%s'; %s".formatted(name, insteadOf(name)));
            return null;
        }
        double share = entry.share() == null ? 1 : entry.share();
        Bounds bounds = entry.between();
        List<String> values = entry.oneOf();
        if (bounds != null) {
            return between(field, bounds, share);
        }
        if (values != null) {
            return oneOf(field, values, share);
        }
        Double present = entry.present();
        return present == null ? null : new Present(field, present);
    }

    private Claim between(EventField field, Bounds bounds, double share) {
        Double from = bounds.from();
        Double to = bounds.to();
        if (field.kind() != EventField.Kind.NUMBER) {
            fault("/between", "is of numbers, and %s is a %s".formatted(field, kind(field)));
        }
        if (from != null && to != null && from > to) {
            fault("/between", "is empty: from %s to %s".formatted(from, to));
        }
        return new Between(field, from, to, share);
    }

    private Claim oneOf(EventField field, List<String> values, double share) {
        if (field.kind() != EventField.Kind.TEXT) {
            fault("/in", "is of texts, and %s is a %s".formatted(field, kind(field)));
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value.isBlank()) {
                fault("/in/" + i, "a blank text counts as absent");
            } else if (field.name().equals(EventField.EVENT_TYPE) && !TYPES.contains(value)) {
                fault("/in/" + i, noType(value));
            } else if (field.name().equals(EventField.SITE) && !EventChecks.isSite(value)) {
                fault("/in/" + i, EventChecks.SITE_ALLOWED);
            }
        }
        return new OneOf(field, values, share);
    }

    private static String kind(EventField field) {
        return switch (field.kind()) {
            case TEXT -> "text";
            case NUMBER -> "number";
            case TIME -> "time";
        };
    }

    private static String noType(String type) {
        return "no event has the type '%s'; %s"
                .formatted(type, suggestion(NearestName.of(type, TYPES), TYPES));
    }

    private static String insteadOf(String field) {
        Optional<String> whole =
                PREFIXES.stream()
                        .map(prefix -> prefix + field)
                        .filter(name -> EventField.of(name).isPresent())
                        .findFirst();
        return suggestion(
                whole.or(() -> NearestName.of(field, EventField.names())), EventField.names());
    }

    private static String suggestion(Optional<String> nearest, List<String> known) {
        return nearest.map("did you mean '%s'?"::formatted)
                .orElseGet(() -> "known are " + known.stream().collect(Collectors.joining(", ")));
    }

    private void fault(String where, String reason) {
        faults.add(new RuleFault(place + where, reason));
    }
}
