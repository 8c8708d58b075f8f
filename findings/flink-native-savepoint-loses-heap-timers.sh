#!/bin/sh
# Flink 2.2.1, RocksDB state backend with timers on the heap (state.backend.rocksdb.timer-service.factory: HEAP): a
# savepoint of the format NATIVE holds no timer, and a job that is restored from it never fires them. Nothing says so:
# the savepoint completes, the restore succeeds, and the keyed state beside the timers is all there. With the format
# CANONICAL, or with timers in RocksDB, they fire.
#
# Seen with 2.2.1, 100 keys with a value and an event-time timer each, stopped with a savepoint and started from it:
#   HEAP CANONICAL: 100 timers fire
#   HEAP NATIVE: 0 timers fire
#   ROCKSDB NATIVE: 100 timers fire
#
# Right would be 100 each time, or a refusal. Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17
# or later, Maven and the public repository.
set -eu
VERSION=2.2.1
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cat > "$DIR/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-statebackend-rocksdb</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.util.Collector;

public class Finding {
    static final int KEYS = 100;
    static final AtomicInteger SET = new AtomicInteger();
    static final AtomicInteger FIRED = new AtomicInteger();
    static volatile boolean timePasses;

    /** Sends each key once and waits; in the second run, lets time pass instead. */
    static class Keys implements SourceFunction<Integer> {
        private volatile boolean running = true;

        @Override
        public void run(SourceContext<Integer> context) throws Exception {
            if (timePasses) {
                context.emitWatermark(new org.apache.flink.streaming.api.watermark.Watermark(5_000));
            }
            for (int key = 0; key < KEYS && !timePasses; key++) {
                context.collectWithTimestamp(key, 0);
            }
            while (running) {
                Thread.sleep(20);
            }
        }

        @Override
        public void cancel() {
            running = false;
        }
    }

    static class Timers extends KeyedProcessFunction<Integer, Integer, Integer> {
        private ValueState<Integer> value;

        @Override
        public void open(org.apache.flink.api.common.functions.OpenContext context) {
            value = getRuntimeContext().getState(new ValueStateDescriptor<>("value", Types.INT));
        }

        @Override
        public void processElement(Integer key, Context context, Collector<Integer> out) throws Exception {
            value.update(key);
            context.timerService().registerEventTimeTimer(1_000);
            SET.incrementAndGet();
        }

        @Override
        public void onTimer(long time, OnTimerContext context, Collector<Integer> out) throws Exception {
            if (value.value().equals(context.getCurrentKey())) {
                FIRED.incrementAndGet();
            }
        }
    }

    static JobClient start(String timers, String savepoint) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("state.backend.type", "rocksdb");
        settings.setString("state.backend.rocksdb.timer-service.factory", timers);
        settings.setString("rest.port", "0");
        if (savepoint != null) {
            settings.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
        env.addSource(new Keys(), "keys", Types.INT).uid("keys")
                .keyBy(key -> key, Types.INT)
                .process(new Timers()).returns(Types.INT).uid("timers")
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    static int fired(String timers, SavepointFormatType format, String folder) throws Exception {
        SET.set(0);
        FIRED.set(0);
        timePasses = false;
        JobClient first = start(timers, null);
        for (int i = 0; i < 1_000 && SET.get() < KEYS; i++) {
            Thread.sleep(20);
        }
        String savepoint = first.stopWithSavepoint(false, folder, format).get(60, TimeUnit.SECONDS);
        timePasses = true;
        JobClient second = start(timers, savepoint);
        for (int i = 0; i < 250 && FIRED.get() < KEYS; i++) {
            Thread.sleep(20);
        }
        second.cancel().get(60, TimeUnit.SECONDS);
        return FIRED.get();
    }

    public static void main(String[] args) throws Exception {
        String folder = "file://" + args[0];
        int canonical = fired("HEAP", SavepointFormatType.CANONICAL, folder);
        int heap = fired("HEAP", SavepointFormatType.NATIVE, folder);
        int rocks = fired("ROCKSDB", SavepointFormatType.NATIVE, folder);
        System.out.println("HEAP CANONICAL: " + canonical + " timers fire");
        System.out.println("HEAP NATIVE: " + heap + " timers fire");
        System.out.println("ROCKSDB NATIVE: " + rocks + " timers fire");
        System.exit(canonical == KEYS && heap == 0 && rocks == KEYS ? 0 : 1);
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
(cd "$DIR" && javac -nowarn -cp "$(cat cp.txt)" -d classes Finding.java 2> err.txt) || { cat "$DIR/err.txt"; exit 1; }
mkdir "$DIR/savepoints"
SEEN=$(cd "$DIR" && timeout 240 java --add-opens java.base/java.util=ALL-UNNAMED \
    --add-opens java.base/java.lang=ALL-UNNAMED -cp "classes:$(cat cp.txt)" Finding "$DIR/savepoints" 2> err.txt) \
    || { echo "$SEEN"; cat "$DIR/err.txt"; exit 1; }
echo "$SEEN"
EXPECTED='HEAP CANONICAL: 100 timers fire
HEAP NATIVE: 0 timers fire
ROCKSDB NATIVE: 100 timers fire'
[ "$SEEN" = "$EXPECTED" ]
