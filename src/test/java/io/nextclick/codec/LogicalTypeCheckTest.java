package io.nextclick.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicalTypeCheckTest {

    private static final String MILLIS = "{'type':'long','logicalType':'timestamp-millis'}";
    private static final String MICROS = "{'type':'long','logicalType':'timestamp-micros'}";

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    private static Schema record(String field, String type) {
        return schema(
                "{'type':'record','name':'R','fields':[{'name':'%s','type':%s}]}"
                        .formatted(field, type));
    }

    private static boolean reads(String written, String expected) {
        return LogicalTypeCheck.fault(record("f", written), record("f", expected)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp-micros, false",
        "timestamp-nanos, false",
        "local-timestamp-millis, false",
        "time-micros, false",
        "of-this-shop, false",
        "timestamp-millis, true"
    })
    void only_milliseconds_are_read_as_milliseconds(String type, boolean read) {
        assertThat(reads("{'type':'long','logicalType':'%s'}".formatted(type), MILLIS))
                .isEqualTo(read);
    }

    @Test
    void a_number_without_a_logical_type_is_what_the_contract_says() {
        assertThat(reads("'long'", MILLIS)).isTrue();
    }

    @Test
    void where_the_contract_states_none_only_units_matter() {
        assertThat(reads("{'type':'string','logicalType':'uuid'}", "'string'")).isTrue();
        assertThat(reads("{'type':'string','logicalType':'of-this-shop'}", "'string'")).isTrue();
        assertThat(reads(MILLIS, "'double'")).isFalse();
        String decimal = "{'type':'bytes','logicalType':'decimal','precision':9,'scale':%d}";
        assertThat(reads(decimal.formatted(2), "'string'")).isFalse();
        assertThat(reads(decimal.formatted(2), decimal.formatted(2))).isTrue();
        assertThat(reads(decimal.formatted(3), decimal.formatted(2))).isFalse();
    }

    @Test
    void a_date_is_no_time_although_its_type_widens() {
        assertThat(reads("{'type':'int','logicalType':'date'}", MILLIS)).isFalse();
    }

    @Test
    void unions_arrays_and_maps_are_looked_into() {
        String union = "['null',%s]";
        assertThat(reads(MICROS, union.formatted(MILLIS))).isFalse();
        assertThat(reads(union.formatted(MICROS), union.formatted(MILLIS))).isFalse();
        assertThat(reads(union.formatted(MILLIS), union.formatted(MILLIS))).isTrue();
        for (String container :
                new String[] {"{'type':'array','items':%s}", "{'type':'map','values':%s}"}) {
            assertThat(reads(container.formatted(MICROS), container.formatted(MILLIS))).isFalse();
            assertThat(reads(container.formatted(MILLIS), container.formatted(MILLIS))).isTrue();
        }
    }

    @Test
    void a_field_that_is_not_read_may_have_any_unit() {
        Schema reader =
                schema(
                        "{'type':'record','name':'R','fields':[{'name':'g','type':'int','default':1}]}");
        assertThat(LogicalTypeCheck.fault(record("f", MICROS), reader)).isEmpty();
    }

    @Test
    void the_fault_names_the_field_with_the_records_that_it_is_in() {
        String nested =
                "{'type':'record','name':'N','fields':[{'name':'at','type':%s},"
                        + "{'name':'next','type':['null','N'],'default':null}]}";
        assertThat(
                        LogicalTypeCheck.fault(
                                record("context", nested.formatted(MICROS)),
                                record("context", nested.formatted(MILLIS))))
                .contains(
                        "field context.at is timestamp-micros, the contract's is"
                                + " timestamp-millis");
    }
}
