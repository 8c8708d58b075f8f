package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.testkit.Events;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class OddTextsTest {

    @Test
    void texts_that_utf_8_cannot_hold_come_back_as_they_were() throws IOException {
        PersonTriggers person = new PersonTriggers();
        RuleSet rules = new RuleSet(Rules.BOUNDS);
        for (String odd : List.of("\ud800", "\ud801", "?", "\udc00a", "\ud83d\ude00", "a\ud83d")) {
            Facts facts =
                    new Facts(
                            Events.view("a").in(odd).named(odd).event(),
                            PersonMetrics.NONE,
                            List.of(),
                            1);
            new EventOrder(rules).add(person, facts);
        }
        PersonTriggers read = written(person);
        assertThat(read.log).isEqualTo(person.log);
        assertThat(written(read).log).as("again").isEqualTo(person.log);
    }

    private static PersonTriggers written(PersonTriggers person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new PersonTriggersSerializer().serialize(person, out);
        return new PersonTriggersSerializer()
                .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
