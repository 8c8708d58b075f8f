#!/bin/sh
# Apache Flink 2.2.1, flink-statebackend-changelog: a job with a changelog (state.changelog.enabled) that is restored from
# a savepoint with the default claim mode, NO_CLAIM, starts and runs, and fails with its first checkpoint, again after
# each restart: the changelog cannot enforce the full snapshot that leaves the savepoint to its owner. Without the
# changelog the same restore goes on. So what is found out at the start of a job with a wrong setting is found out a
# checkpoint interval later here, and a savepoint that a roll-back may need cannot be started from without giving it away.
#
# Seen with 2.2.1, checkpoints every second:
#   without changelog: restored, checkpoint completed
#   with changelog: restored, then failed: does not support enforcing a full snapshot
#
# Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17, Maven and the public repository.
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
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-connector-datagen</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-statebackend-changelog</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-dstl-dfs</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

public class Finding {

    public static class Count extends RichMapFunction<Long, Long> {
        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public Long map(Long value) throws Exception {
            Long before = count.value();
            count.update(before == null ? 1 : before + 1);
            return value;
        }
    }

    static JobClient start(Path folder, boolean changelog, String savepoint) throws Exception {
        Configuration flink = new Configuration();
        flink.setString("execution.checkpointing.interval", "1 s");
        flink.setString("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        flink.setString("restart-strategy.type", "none");
        flink.setString("state.changelog.enabled", String.valueOf(changelog));
        flink.setString("state.changelog.storage", "filesystem");
        flink.setString("state.changelog.dstl.dfs.base-path", folder.resolve("changelog").toUri().toString());
        if (savepoint != null) {
            flink.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(1);
        env.fromSource(
                        new DataGeneratorSource<Long>(
                                number -> number % 100,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(100),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .keyBy(number -> number)
                .map(new Count())
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        return env.executeAsync();
    }

    static long checkpoints(Path folder) throws Exception {
        if (!Files.isDirectory(folder.resolve("checkpoints"))) {
            return 0;
        }
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(each -> each.endsWith("_metadata")).count();
        }
    }

    static void awaitCheckpoint(Path folder) throws Exception {
        for (int i = 0; i < 300 && checkpoints(folder) == 0; i++) {
            Thread.sleep(100);
        }
    }

    static String outcome(Path folder, boolean changelog) throws Exception {
        JobClient first = start(folder.resolve("first"), changelog, null);
        awaitCheckpoint(folder.resolve("first"));
        String savepoint =
                first.stopWithSavepoint(false, folder.resolve("savepoint").toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(60, TimeUnit.SECONDS);
        JobClient second = start(folder.resolve("second"), changelog, savepoint);
        awaitCheckpoint(folder.resolve("second"));
        if (checkpoints(folder.resolve("second")) > 0) {
            second.cancel().get(60, TimeUnit.SECONDS);
            return "restored, checkpoint completed";
        }
        try {
            second.getJobExecutionResult().get(60, TimeUnit.SECONDS);
            return "restored, ended";
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).contains("does not support enforcing a full snapshot")) {
                    return "restored, then failed: does not support enforcing a full snapshot";
                }
            }
            return "failed: " + e;
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        System.out.println("without changelog: " + outcome(folder.resolve("without"), false));
        System.out.println("with changelog: " + outcome(folder.resolve("with"), true));
        System.exit(0);
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
(cd "$DIR" && javac -nowarn -d classes -cp "$(cat cp.txt)" Finding.java)
SEEN=$(cd "$DIR" && timeout 300 java --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
  -cp "classes:$(cat cp.txt)" Finding "$DIR" 2>"$DIR/log") || { tail -5 "$DIR/log"; exit 1; }
echo "$SEEN"
EXPECTED='without changelog: restored, checkpoint completed
with changelog: restored, then failed: does not support enforcing a full snapshot'
[ "$SEEN" = "$EXPECTED" ]
