#!/bin/sh
# Flink CEP 2.2.1: a time between two events, within(time, PREVIOUS_AND_CURRENT), is kept for a stage of one event. For a
# stage that is repeated by times(n) it has no effect, and nothing says so: neither an exception nor a log line. The
# pattern is accepted and matches events that lie further apart.
#
# Seen with 2.2.1, an hour between any two events, and 10 min allowed:
#   a, then b: 0
#   a, then a twice: 1
#
# Right would be 0 both times. Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17 or later, Maven
# and the public repository.
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
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-cep</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

public class Finding {
    static final long MINUTE = 60_000;
    static final Duration TEN = Duration.ofMinutes(10);

    static SimpleCondition<Tuple2<String, Long>> is(String name) {
        return SimpleCondition.of(event -> event.f0.equals(name));
    }

    static Pattern<Tuple2<String, Long>, ?> first() {
        return Pattern.<Tuple2<String, Long>>begin("a").where(is("a"));
    }

    static int matches(Pattern<Tuple2<String, Long>, ?> pattern) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        DataStream<Tuple2<String, Long>> events =
                env.fromData(
                                Types.TUPLE(Types.STRING, Types.LONG),
                                Tuple2.of("a", 0L),
                                Tuple2.of("a", 60 * MINUTE),
                                Tuple2.of("a", 120 * MINUTE),
                                Tuple2.of("b", 180 * MINUTE))
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Tuple2<String, Long>>forMonotonousTimestamps()
                                        .withTimestampAssigner((event, before) -> event.f1));
        DataStream<String> found =
                CEP.pattern(events, pattern)
                        .process(
                                new PatternProcessFunction<Tuple2<String, Long>, String>() {
                                    @Override
                                    public void processMatch(
                                            Map<String, List<Tuple2<String, Long>>> match,
                                            Context context,
                                            Collector<String> out) {
                                        out.collect("match");
                                    }
                                });
        int count = 0;
        try (CloseableIterator<String> all = found.executeAndCollect()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    public static void main(String[] args) throws Exception {
        WithinType between = WithinType.PREVIOUS_AND_CURRENT;
        System.out.println(
                "a, then b: "
                        + matches(first().followedBy("b").where(is("b")).within(TEN, between)));
        System.out.println(
                "a, then a twice: "
                        + matches(
                                first().followedBy("c")
                                        .where(is("a"))
                                        .times(2)
                                        .within(TEN, between)));
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
(cd "$DIR" && javac -nowarn -cp "$(cat cp.txt)" -d classes Finding.java)
SEEN=$(cd "$DIR" && timeout 240 java --add-opens java.base/java.util=ALL-UNNAMED \
    --add-opens java.base/java.lang=ALL-UNNAMED -cp "classes:$(cat cp.txt)" Finding 2> err.txt) \
    || { cat "$DIR/err.txt"; exit 1; }
echo "$SEEN"
EXPECTED='a, then b: 0
a, then a twice: 1'
[ "$SEEN" = "$EXPECTED" ]
