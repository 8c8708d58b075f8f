package io.nextclick.kafka;

import io.nextclick.kafka.KafkaSettings.StartFrom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the partitions that are there at the first start are read from: where the group is, else
 * from one of their ends. It is a number at once: Flink's own initializers give a mark that only
 * the first record turns into a number, and a mark of the end that is restored means another end.
 *
 * <p>Partitions that come later are read from their beginning; that is Flink's doing. So are those
 * whose offset is no longer there: the rest of what is kept is better than its end.
 */
final class StartOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1;

    private final StartFrom otherwise;

    /**
     * @param otherwise the end of a partition of which the group has no offset
     */
    StartOffsets(StartFrom otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(kafka.committedOffsets(partitions));
        Set<TopicPartition> others = new HashSet<>(partitions);
        others.removeAll(offsets.keySet());
        if (!others.isEmpty()) {
            offsets.putAll(
                    switch (otherwise) {
                        case EARLIEST -> kafka.beginningOffsets(others);
                        case LATEST -> kafka.endOffsets(others);
                    });
        }
        return offsets;
    }

    /** The connector takes nothing but Kafka's deprecated enum here. */
    @Override
    @SuppressWarnings("deprecation")
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.EARLIEST;
    }
}
