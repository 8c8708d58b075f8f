#!/bin/sh
# flink-connector-kafka 5.0.0-2.2 with Flink 2.2.1 and Kafka 4.2.0, TransactionNamingStrategy.POOLING: an EXACTLY_ONCE
# sink that never gets a record asks the broker for a new producer epoch at every checkpoint all the same
# (InitProducerId), and the broker writes it to __transaction_state. No transaction is begun or committed. There are
# 32,767 epochs to a producer id: at a checkpoint every 10 s an idle sink uses one up in less than four days.
#
# Seen, 20 checkpoints of a sink without a record:
#   transactions begun: 0
#   epochs used up: one a checkpoint
#
# Right would be that nothing goes to the broker for a checkpoint without records. Ends with 0 if that is still so, with
# 1 if it has changed. Needs a JDK 17 or later, Maven and the public repository; listens on two loopback ports.
set -eu
DIR=$(mktemp -d)
BROKER=
trap 'test -z "$BROKER" || kill "$BROKER" 2> /dev/null || true; rm -rf "$DIR"' EXIT
cat > "$DIR/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>2.2.1</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>2.2.1</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-connector-base</artifactId><version>2.2.1</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-connector-kafka</artifactId><version>5.0.0-2.2</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.2.0</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.2.0</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:29713
listeners=PLAINTEXT://127.0.0.1:29712,CONTROLLER://127.0.0.1:29713
controller.listener.names=CONTROLLER
log.dirs=$DIR/kafka
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
PROPERTIES
cat > "$DIR/Finding.java" <<'JAVA'
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionDescription;

public class Finding {
    static final String BROKER = "127.0.0.1:29712";
    static final int CHECKPOINTS = 20;
    static final AtomicInteger COMPLETE = new AtomicInteger();

    /** Emits nothing, and counts checkpoints. */
    static class Nothing implements SourceFunction<String>, CheckpointListener {
        private volatile boolean running = true;

        @Override
        public void run(SourceContext<String> context) throws Exception {
            while (running) {
                Thread.sleep(20);
            }
        }

        @Override
        public void cancel() {
            running = false;
        }

        @Override
        public void notifyCheckpointComplete(long id) {
            COMPLETE.incrementAndGet();
        }
    }

    static void awaitCheckpoints(int more) throws Exception {
        int until = COMPLETE.get() + more;
        for (int i = 0; i < 6_000 && COMPLETE.get() < until; i++) {
            Thread.sleep(20);
        }
    }

    /** What the broker says of the sink's ids: the sum of their epochs; counts those with a transaction. */
    static int epochs(Admin admin, AtomicInteger begun) throws Exception {
        List<String> ids = admin.listTransactions().all().get(30, TimeUnit.SECONDS).stream()
                .map(each -> each.transactionalId()).toList();
        int sum = 0;
        for (TransactionDescription each : admin.describeTransactions(ids).all().get(30, TimeUnit.SECONDS).values()) {
            sum += each.producerEpoch();
            begun.addAndGet(each.topicPartitions().size());
        }
        return sum;
    }

    public static void main(String[] args) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            admin.createTopics(List.of(new NewTopic("out", 1, (short) 1))).all().get(60, TimeUnit.SECONDS);
            Configuration settings = new Configuration();
            settings.setString("rest.port", "0");
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
            env.enableCheckpointing(200);
            env.addSource(new Nothing(), "nothing", Types.STRING)
                    .sinkTo(KafkaSink.<String>builder()
                            .setBootstrapServers(BROKER)
                            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                            .setTransactionalIdPrefix("idle")
                            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                            .setProperty("transaction.timeout.ms", "600000")
                            .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                                    .setTopic("out")
                                    .setValueSerializationSchema(new SimpleStringSchema())
                                    .build())
                            .build());
            JobClient job = env.executeAsync();
            awaitCheckpoints(2);
            AtomicInteger begun = new AtomicInteger();
            int before = COMPLETE.get();
            int from = epochs(admin, begun);
            awaitCheckpoints(CHECKPOINTS);
            int used = epochs(admin, begun) - from;
            int checkpoints = COMPLETE.get() - before;
            job.cancel().get(60, TimeUnit.SECONDS);
            // What is asked at the same time as a checkpoint completes may be one apart.
            boolean oneEach = checkpoints >= CHECKPOINTS && Math.abs(used - checkpoints) <= 2;
            System.out.println("transactions begun: " + begun.get());
            System.out.println("epochs used up: " + (oneEach ? "one a checkpoint" : used + " in " + checkpoints));
            System.exit(begun.get() == 0 && oneEach ? 0 : 1);
        }
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
(cd "$DIR" && javac -nowarn -cp "$(cat cp.txt)" -d classes Finding.java 2> err.txt) || { cat "$DIR/err.txt"; exit 1; }
(cd "$DIR" && java -cp "$(cat cp.txt)" kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties \
    > format.txt 2>&1) || { cat "$DIR/format.txt"; exit 1; }
(cd "$DIR" && exec timeout 240 java -Xmx512m -cp "$(cat cp.txt)" kafka.Kafka server.properties > kafka.txt 2>&1) &
BROKER=$!
SEEN=$(cd "$DIR" && timeout 180 java --add-opens java.base/java.util=ALL-UNNAMED \
    --add-opens java.base/java.lang=ALL-UNNAMED -cp "classes:$(cat cp.txt)" Finding 2> err.txt) \
    || { echo "$SEEN"; tail -20 "$DIR/err.txt"; tail -5 "$DIR/kafka.txt"; exit 1; }
echo "$SEEN"
EXPECTED='transactions begun: 0
epochs used up: one a checkpoint'
[ "$SEEN" = "$EXPECTED" ]
