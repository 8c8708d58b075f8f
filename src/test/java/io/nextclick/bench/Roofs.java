package io.nextclick.bench;

import io.nextclick.PersonalizationJob;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.Event;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Graphs that do a part of what the job cannot do without, and so bound it: they read the topic of
 * events as it does, on the same Flink.
 */
final class Roofs {

    /** Bytes from Kafka to Kafka. */
    static final String PASS = "pass";

    /** Decoding, and one keyed value in RocksDB read and written an event. */
    static final String ROOF_D = "roof_d";

    /** Decoding, and six keyed hops of the event. */
    static final String ROOF_H = "roof_h";

    /** Where bytes go. */
    static final String OUTPUT = "roof-output";

    /** Roof D, and what the job writes an event: three records of {@value #OUTPUT_BYTES} bytes. */
    static final String ROOF_W = "roof_w";

    /** Those that write to {@link #OUTPUT}. */
    static final Set<String> WRITING = Set.of(PASS, ROOF_W);

    private static final int HOPS = 6;
    private static final int OUTPUTS = 3;
    private static final int OUTPUT_BYTES = 500;

    private Roofs() {}

    static void start(String graph, String servers, String group) throws Exception {
        StreamExecutionEnvironment env =
                WorkerFlink.environment(PersonalizationJob.flinkDefaults());
        DataStream<byte[]> bytes = read(env, servers, group);
        switch (graph) {
            case PASS -> write(bytes, servers);
            case ROOF_W -> write(outputs(one(decode(bytes))), servers);
            case ROOF_D -> discard(one(decode(bytes)));
            case ROOF_H -> discard(hops(decode(bytes)));
            default -> throw new IllegalArgumentException("no such graph: " + graph);
        }
        var unused = env.executeAsync(graph);
    }

    private static DataStream<byte[]> read(
            StreamExecutionEnvironment env, String servers, String group) {
        KafkaSource<byte[]> source =
                KafkaSource.<byte[]>builder()
                        .setBootstrapServers(servers)
                        .setGroupId(group)
                        .setClientIdPrefix(group)
                        .setTopics(BenchTopics.EVENTS)
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setValueOnlyDeserializer(new Bytes())
                        .build();
        String id = "read-events";
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), id).uid(id);
    }

    private static void write(DataStream<byte[]> bytes, String servers) {
        KafkaSink<byte[]> sink =
                KafkaSink.<byte[]>builder()
                        .setBootstrapServers(servers)
                        .setRecordSerializer(
                                KafkaRecordSerializationSchema.<byte[]>builder()
                                        .setTopic(OUTPUT)
                                        .setValueSerializationSchema(new AsTheyAre())
                                        .build())
                        .setProperty("linger.ms", "20")
                        .build();
        var unused = bytes.sinkTo(sink).uid("write-bytes").name("write-bytes");
    }

    private static SingleOutputStreamOperator<Event> decode(DataStream<byte[]> bytes) {
        return bytes.map(new Decode())
                .returns(TypeInformation.of(Event.class))
                .uid("decode-events")
                .name("decode-events");
    }

    private static SingleOutputStreamOperator<Event> one(DataStream<Event> events) {
        return events.keyBy(Event::sourceKey).process(new OneValue()).uid("value").name("value");
    }

    /** By device and by item in turn, so that events go from subtask to subtask. */
    private static SingleOutputStreamOperator<Event> hops(DataStream<Event> events) {
        KeySelector<Event, String> source = Event::sourceKey;
        KeySelector<Event, String> item = Roofs::itemOf;
        DataStream<Event> last = events;
        SingleOutputStreamOperator<Event> made = null;
        for (int i = 0; i < HOPS; i++) {
            String id = "hop-" + (i + 1);
            made = last.keyBy(i % 2 == 0 ? source : item).process(new Hop()).uid(id).name(id);
            last = made;
        }
        if (made == null) {
            throw new IllegalStateException("no hop");
        }
        return made;
    }

    private static DataStream<byte[]> outputs(DataStream<Event> events) {
        byte[] output = new byte[OUTPUT_BYTES];
        FlatMapFunction<Event, byte[]> write =
                (event, out) -> {
                    for (int i = 0; i < OUTPUTS; i++) {
                        out.collect(output);
                    }
                };
        return events.flatMap(write)
                .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                .uid("outputs")
                .name("outputs");
    }

    private static String itemOf(Event event) {
        return event.itemId() != null ? event.itemId() : event.eventId();
    }

    private static void discard(DataStream<Event> events) {
        var unused = events.sinkTo(new DiscardingSink<>()).uid("discard").name("discard");
    }

    /** Values as they are. */
    private static final class Bytes implements DeserializationSchema<byte[]> {
        @Override
        public byte[] deserialize(byte[] message) {
            return message;
        }

        @Override
        public boolean isEndOfStream(byte[] next) {
            return false;
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }

    /** Values as they are, out again; Flink asks a class, not a lambda, for its type. */
    private static final class AsTheyAre implements SerializationSchema<byte[]> {
        @Override
        public byte[] serialize(byte[] bytes) {
            return bytes;
        }
    }

    /** The job's own decoding. */
    private static final class Decode extends RichMapFunction<byte[], Event> {

        private transient @Nullable RecordDecoder<Event> decoder;

        @Override
        public void open(OpenContext context) {
            decoder = EventContract.decoder(CodecSettings.DEFAULT);
        }

        @Override
        public Event map(byte[] value) throws RefusedException {
            RecordDecoder<Event> opened = decoder;
            if (opened == null) {
                throw new IllegalStateException("not open");
            }
            return opened.decode(value);
        }
    }

    /** Reads and writes a value of {@value #VALUE_BYTES} bytes of the event's device. */
    private static final class OneValue extends KeyedProcessFunction<String, Event, Event> {

        private static final int VALUE_BYTES = 64;

        private transient @Nullable ValueState<byte[]> state;

        @Override
        public void open(OpenContext context) {
            state =
                    getRuntimeContext()
                            .getState(
                                    new ValueStateDescriptor<>(
                                            "value",
                                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void processElement(Event event, Context context, Collector<Event> out)
                throws Exception {
            ValueState<byte[]> opened = state;
            if (opened == null) {
                throw new IllegalStateException("not open");
            }
            byte[] value = opened.value();
            if (value == null) {
                value = new byte[VALUE_BYTES];
            }
            ByteBuffer buffer = ByteBuffer.wrap(value);
            buffer.putLong(0, buffer.getLong(0) + 1);
            opened.update(value);
            out.collect(event);
        }
    }

    /** Hands the event on. */
    private static final class Hop extends KeyedProcessFunction<String, Event, Event> {
        @Override
        public void processElement(Event event, Context context, Collector<Event> out) {
            out.collect(event);
        }
    }
}
