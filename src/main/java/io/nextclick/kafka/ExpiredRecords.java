package io.nextclick.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of records that the broker deleted before they were read, since a job was down for longer
 * than they are kept. The consumer goes on with the oldest that is left, without a word.
 *
 * <p>They are counted as {@code recordsExpired}: offsets, of which some may be a transaction's
 * marks. If the broker does not answer, that is logged, and reading begins all the same.
 */
final class ExpiredRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredRecords.class);

    private final Properties client;
    private final long timeoutMillis;
    private final Counter expired;

    /**
     * @param client properties of a Kafka client
     * @param timeoutMillis longest wait for the broker
     * @param metrics of the source
     */
    ExpiredRecords(Properties client, long timeoutMillis, MetricGroup metrics) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
        this.expired = metrics.counter("recordsExpired");
    }

    /** Compares where reading begins with what is left. */
    void tell(List<KafkaPartitionSplit> splits) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (KafkaPartitionSplit split : splits) {
            // Below are the marks of the beginning and of the end.
            if (split.getStartingOffset() >= 0) {
                starts.put(split.getTopicPartition(), split.getStartingOffset());
            }
        }
        if (!starts.isEmpty()) {
            Map<TopicPartition, ListOffsetsResultInfo> left =
                    beginnings(List.copyOf(starts.keySet()));
            starts.forEach((partition, start) -> tell(partition, start, left.get(partition)));
        }
    }

    private void tell(TopicPartition partition, long start, @Nullable ListOffsetsResultInfo left) {
        if (left != null && left.offset() > start) {
            expired.inc(left.offset() - start);
            LOG.warn(
                    "{} was to be read from offset {}, but the broker deleted all below {}: {}"
                            + " record(s) are lost",
                    partition,
                    start,
                    left.offset(),
                    left.offset() - start);
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> beginnings(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
        try (Admin admin = Admin.create(client)) {
            return admin.listOffsets(asked).all().get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | KafkaException e) {
            LOG.warn("cannot tell whether records of {} were lost", partitions, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }
}
