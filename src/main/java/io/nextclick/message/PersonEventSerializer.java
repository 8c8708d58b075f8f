package io.nextclick.message;

import io.nextclick.event.Event;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemSelector;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * {@link PersonEvent}: a bit for each yes or no, then its parts in their order. A history that has
 * changed hands does not leave the person's stage and is not written.
 */
public final class PersonEventSerializer extends MessageSerializer<PersonEvent> {

    private static final ItemAction.Verb[] VERBS = ItemAction.Verb.values();
    private static final PersonEvent.Guidance NO_GUIDANCE =
            new PersonEvent.Guidance(new String[0], new ItemAction[0]);

    private static final int STEP = 1;
    private static final int LEARN = 1 << 1;
    private static final int METRICS = 1 << 2;
    private static final int GUIDANCE = 1 << 3;

    /** The occasion's place, above the other bits. */
    private static final int OCCASION_BITS = 4;

    private static final Occasion[] OCCASIONS = Occasion.values();

    private final Texts texts;
    private final EventSerializer events;

    /** A serializer with buffers of its own. */
    public PersonEventSerializer() {
        this(new Texts());
    }

    /** One that shares the buffers of another. */
    public PersonEventSerializer(Texts texts) {
        this.texts = texts;
        this.events = new EventSerializer(texts);
    }

    @Override
    public PersonEventSerializer duplicate() {
        return new PersonEventSerializer();
    }

    @Override
    public void serialize(PersonEvent person, DataOutputView out) throws IOException {
        PersonMetrics metrics = person.metrics();
        boolean guided = person.segments().length + person.actions().length > 0;
        out.writeByte(
                (person.step() ? STEP : 0)
                        | (person.learn() ? LEARN : 0)
                        | (metrics == null ? 0 : METRICS)
                        | (guided ? GUIDANCE : 0)
                        | (placeOf(person.occasion()) << OCCASION_BITS));
        texts.write(person.personKey(), out);
        Numbers.write(person.sequence(), out);
        events.serialize(person.event(), out);
        texts.write(person.recentItems(), out);
        Numbers.write(person.path().length, out);
        out.write(person.path());
        Numbers.writeSigned(person.steps(), out);
        texts.write(person.dismissedItems(), out);
        texts.write(person.visit().categories(), out);
        texts.write(person.deviceIds(), out);
        texts.write(person.ownedItems(), out);
        if (metrics != null) {
            write(metrics, out);
        }
        if (guided) {
            texts.write(person.segments(), out);
            Numbers.write(person.actions().length, out);
            for (ItemAction action : person.actions()) {
                write(action, out);
            }
        }
    }

    @Override
    public PersonEvent deserialize(DataInputView in) throws IOException {
        int flags = in.readUnsignedByte();
        int place = flags >>> OCCASION_BITS;
        if (place >= OCCASIONS.length) {
            throw new IOException("no occasion " + place);
        }
        Occasion occasion = OCCASIONS[place];
        String key = texts.readId(in);
        long sequence = Numbers.read(in);
        Event event = events.deserialize(in);
        String[] recent = texts.readIds(in);
        byte[] path = new byte[Numbers.readCount(in)];
        in.readFully(path);
        int steps = (int) Numbers.readSigned(in);
        PersonEvent.Visit visit =
                new PersonEvent.Visit(
                        recent,
                        path,
                        steps,
                        (flags & STEP) != 0,
                        (flags & LEARN) != 0,
                        texts.readIds(in),
                        texts.readIds(in));
        String[] devices = texts.readIds(in);
        String[] owned = texts.readIds(in);
        PersonMetrics metrics = (flags & METRICS) == 0 ? null : readMetrics(in);
        PersonEvent.Guidance guidance =
                (flags & GUIDANCE) == 0
                        ? NO_GUIDANCE
                        : new PersonEvent.Guidance(texts.readIds(in), readActions(in));
        return new PersonEvent(
                key,
                sequence,
                event,
                visit,
                new PersonEvent.Person(devices, owned, metrics),
                guidance,
                occasion,
                null);
    }

    @SuppressWarnings("EnumOrdinal")
    private static int placeOf(Occasion occasion) {
        return occasion.ordinal();
    }

    private void write(PersonMetrics metrics, DataOutputView out) throws IOException {
        Numbers.writeSigned(metrics.sessions7(), out);
        Numbers.writeSigned(metrics.sessions30(), out);
        Numbers.writeSigned(metrics.days7(), out);
        Numbers.writeSigned(metrics.days30(), out);
        out.writeDouble(metrics.durationMillis());
        out.writeDouble(metrics.pages());
        out.writeDouble(metrics.conversion());
        out.writeDouble(metrics.daysBetween());
        out.writeLong(metrics.lastMillis());
        texts.write(metrics.categories().toArray(String[]::new), out);
    }

    private PersonMetrics readMetrics(DataInputView in) throws IOException {
        return new PersonMetrics(
                (int) Numbers.readSigned(in),
                (int) Numbers.readSigned(in),
                (int) Numbers.readSigned(in),
                (int) Numbers.readSigned(in),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readLong(),
                List.of(texts.readIds(in)));
    }

    private void write(ItemAction action, DataOutputView out) throws IOException {
        ItemSelector selector = action.selector();
        Numbers.writeConstant(action.verb(), out);
        texts.write(action.ruleId(), out);
        Numbers.writeSigned(action.priority(), out);
        texts.write(selector.items(), out);
        texts.writeNullable(selector.category(), out);
        texts.writeNullable(selector.brand(), out);
        out.writeDouble(selector.priceFrom());
        out.writeDouble(selector.priceTo());
        texts.write(selector.currency(), out);
        write(selector.inStock(), out);
        write(selector.boughtBefore(), out);
        out.writeDouble(action.factor());
        Numbers.writeSigned(action.position(), out);
        Numbers.writeSigned(action.count(), out);
        out.writeBoolean(action.keepOnly());
        texts.write(action.fallback(), out);
    }

    private ItemAction[] readActions(DataInputView in) throws IOException {
        ItemAction[] actions = new ItemAction[Numbers.readCount(in)];
        for (int i = 0; i < actions.length; i++) {
            ItemAction.Verb verb = Numbers.readConstant(VERBS, in);
            String rule = texts.readId(in);
            int priority = (int) Numbers.readSigned(in);
            ItemSelector selector =
                    new ItemSelector(
                            texts.readIds(in),
                            texts.readNullableId(in),
                            texts.readNullableId(in),
                            in.readDouble(),
                            in.readDouble(),
                            texts.readId(in),
                            readFlag(in),
                            readFlag(in));
            actions[i] =
                    new ItemAction(
                            verb,
                            rule,
                            priority,
                            selector,
                            in.readDouble(),
                            (int) Numbers.readSigned(in),
                            (int) Numbers.readSigned(in),
                            in.readBoolean(),
                            texts.readIds(in));
        }
        return actions;
    }

    private static void write(@Nullable Boolean flag, DataOutputView out) throws IOException {
        out.writeByte(flag == null ? -1 : flag ? 1 : 0);
    }

    private static @Nullable Boolean readFlag(DataInputView in) throws IOException {
        byte flag = in.readByte();
        return flag < 0 ? null : (Boolean) (flag > 0);
    }
}
