package io.nextclick.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's committer of Kafka, which asks the broker what became of a transaction that it could not
 * commit. After a restore each transaction of the checkpoint is committed again, and the broker
 * answers alike whether it was committed before or was lost: that the producer is fenced.
 *
 * <p>One that was committed before is no failure. One that the broker aborted is counted as {@code
 * transactionsLost}: its records are visible to nobody, and the offsets behind them are passed. One
 * of which the broker knows no more, since its id has another transaction by now, is a failure as
 * Flink counts it.
 */
@SuppressWarnings("try")
final class TransactionCommitter implements Committer<KafkaCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionCommitter.class);

    private final Committer<KafkaCommittable> kafka;
    private final Properties client;
    private final long timeoutMillis;
    private final Counter lost;

    /** What became of a transaction. */
    enum Fate {
        COMMITTED,
        LOST,
        UNKNOWN
    }

    /**
     * @param kafka commits
     * @param client properties of a Kafka client
     * @param timeoutMillis longest wait for the broker's answer
     * @param lost counts transactions whose records are lost
     */
    TransactionCommitter(
            Committer<KafkaCommittable> kafka,
            Properties client,
            long timeoutMillis,
            Counter lost) {
        this.kafka = kafka;
        this.client = client;
        this.timeoutMillis = timeoutMillis;
        this.lost = lost;
    }

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
            throws IOException, InterruptedException {
        List<CommitRequest<KafkaCommittable>> judged = new ArrayList<>(requests.size());
        requests.forEach(request -> judged.add(new Judged(request)));
        kafka.commit(judged);
    }

    @Override
    public void close() throws Exception {
        kafka.close();
    }

    /**
     * What became of a transaction.
     *
     * @param epoch its producer's epoch; the broker raises it by one at a transaction's end
     * @param now what the broker says of its id
     */
    static Fate fate(long producerId, short epoch, TransactionDescription now) {
        int ends = now.producerEpoch() - epoch;
        if (now.producerId() != producerId || ends < 0 || ends > 1) {
            return Fate.UNKNOWN;
        }
        return switch (now.state()) {
            case PREPARE_COMMIT, COMPLETE_COMMIT -> Fate.COMMITTED;
            case PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE -> Fate.LOST;
            default -> Fate.UNKNOWN;
        };
    }

    private Fate fate(KafkaCommittable transaction) {
        String id = transaction.getTransactionalId();
        try (Admin admin = Admin.create(client)) {
            return fate(
                    transaction.getProducerId(),
                    transaction.getEpoch(),
                    admin.describeTransactions(List.of(id))
                            .description(id)
                            .get(timeoutMillis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException | KafkaException e) {
            LOG.warn("cannot tell what became of {}", transaction, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Fate.UNKNOWN;
    }

    /** A request whose failure is looked into. */
    private final class Judged implements CommitRequest<KafkaCommittable> {

        private final CommitRequest<KafkaCommittable> request;

        private Judged(CommitRequest<KafkaCommittable> request) {
            this.request = request;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            Fate fate = fate(getCommittable());
            if (fate == Fate.COMMITTED) {
                LOG.info("{} was committed before: nothing is lost", getCommittable());
                request.signalAlreadyCommitted();
                return;
            }
            if (fate == Fate.LOST) {
                lost.inc();
                LOG.error("the broker aborted {}: its records are lost", getCommittable());
            }
            request.signalFailedWithKnownReason(reason);
        }

        @Override
        public KafkaCommittable getCommittable() {
            return request.getCommittable();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            request.signalFailedWithUnknownReason(reason);
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            request.updateAndRetryLater(committable);
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }
}
