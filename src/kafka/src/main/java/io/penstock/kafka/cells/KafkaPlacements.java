package io.penstock.kafka.cells;

import io.penstock.PenstockException;
import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Places in a compacted topic of one partition, a record for each name. All instances write under one transactional id:
 * who takes it over ends what another one has begun, then reads the topic to its end, decides, and writes in a
 * transaction. That fails if somebody else took the id over meanwhile; then it begins anew. So nothing is decided by
 * what is not so any more, whoever stands still for however long.
 */
public final class KafkaPlacements implements Placements {

    private static final Logger LOG = Logger.getLogger(KafkaPlacements.class);

    /** The longest pause before another try; who is fenced off by others again and again waits longer. */
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private static final long SHORTEST_PAUSE_MILLIS = 5;

    /** The reader waits in Kafka for what is written; nothing depends on it that it asks again. */
    private static final int IDLE_FETCH_MILLIS = 5_000;

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Admin admin;
    private final TopicPartition topic;
    private final String transactionalId;
    private final Duration limit;
    private final PlacementFollower follower;

    /** What a change is about to do next, for tests that end it there. */
    enum Step {
        DECIDE,
        COMMIT,
        TELL
    }

    private final Consumer<Step> steps;

    /** Stays ours until another instance changes something; null if it is not. Guarded by {@link #changing}. */
    private @Nullable Producer<byte[], byte[]> producer;

    private final Object changing = new Object();

    /**
     * Begins to follow the topic, which exists.
     *
     * @param admin remains the caller's
     * @param limit how long changes, and what waits for what others have written, may take
     */
    public KafkaPlacements(KafkaClients clients, Admin admin, String topic, String transactionalId, Duration limit) {
        this(clients, admin, topic, transactionalId, limit, step -> {});
    }

    KafkaPlacements(
            KafkaClients clients,
            Admin admin,
            String topic,
            String transactionalId,
            Duration limit,
            Consumer<Step> steps) {
        this.steps = steps;
        this.clients = clients;
        this.admin = admin;
        this.topic = new TopicPartition(topic, 0);
        this.transactionalId = transactionalId;
        this.limit = limit;
        follower = new PlacementFollower(clients.reader(IDLE_FETCH_MILLIS), topic);
        follower.start();
    }

    @Override
    public void follow(BiConsumer<String, @Nullable CellPlace> listener) {
        follower.follow(listener);
    }

    @Override
    public CompletionStage<Void> refresh() {
        var isolation = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        return admin.listOffsets(Map.of(topic, OffsetSpec.latest()), isolation)
                .partitionResult(topic)
                .toCompletionStage()
                .thenCompose(end -> follower.until(end.offset()))
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    throw unavailable("The cells of destinations cannot be read", PenstockException.causeOf(failure));
                });
    }

    private PenstockException unavailable(String what, Throwable cause) {
        return cause instanceof PenstockException known
                ? known
                : new PenstockException.Unavailable(what + " from topic '" + topic.topic() + "': " + cause, cause);
    }

    @Override
    public void change(Function<Map<String, CellPlace>, Map<String, Optional<CellPlace>>> decision) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (changing) {
            for (int attempt = 0; !changed(decision); attempt++) {
                forgetProducer();
                if (System.nanoTime() - end > 0) {
                    throw new PenstockException.Unavailable(
                            "Other instances change the cells of destinations in topic '"
                                    + topic.topic() + "' all the time: after " + (attempt + 1) + " tries within "
                                    + limit
                                    + " nothing was written.");
                }
                pause(attempt);
            }
        }
    }

    /** Returns false if another instance was quicker. */
    private boolean changed(Function<Map<String, CellPlace>, Map<String, Optional<CellPlace>>> decision) {
        try {
            var ours = producer == null ? takenOver() : producer;
            await(refresh());
            steps.accept(Step.DECIDE);
            var written = follower.ask(decision);
            if (!written.isEmpty()) {
                long last = write(ours, written);
                steps.accept(Step.TELL);
                await(follower.until(last + 1));
            }
            return true;
        } catch (ProducerFencedException | InvalidProducerEpochException | InvalidTxnStateException e) {
            return false; // A transaction that somebody else has ended may not be committed, whatever Kafka calls it.
        } catch (KafkaException e) {
            forgetProducer();
            throw unavailable("The cells of destinations cannot be changed", e);
        }
    }

    private Producer<byte[], byte[]> takenOver() {
        var taken = clients.producer(transactionalId);
        producer = taken;
        taken.initTransactions();
        return taken;
    }

    /** Returns the offset of the last record that was written. */
    private long write(Producer<byte[], byte[]> ours, Map<String, Optional<CellPlace>> written) {
        ours.beginTransaction();
        var sent = new ArrayList<Future<RecordMetadata>>();
        written.forEach((name, place) -> sent.add(ours.send(new ProducerRecord<>(
                topic.topic(),
                0,
                name.getBytes(StandardCharsets.UTF_8),
                place.map(is -> is.text().getBytes(StandardCharsets.UTF_8)).orElse(null)))));
        long last = 0;
        for (var each : sent) {
            last = Math.max(last, offset(each));
        }
        steps.accept(Step.COMMIT);
        ours.commitTransaction();
        return last;
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while a cell was written down", e);
        }
    }

    private static void await(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw PenstockException.causeOf(e) instanceof RuntimeException known ? known : e;
        }
    }

    private void forgetProducer() {
        var former = producer;
        producer = null;
        if (former != null) {
            former.close(Duration.ZERO); // Whoever takes the id over next ends what it has begun.
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(attempt, 10));
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException.Unavailable("Interrupted while another instance changed cells", e);
        }
    }

    @Override
    public void close() {
        synchronized (changing) {
            var former = producer;
            producer = null;
            if (former != null) {
                former.close(CLOSING);
            }
        }
        follower.close();
        LOG.debugf("The places in '%s' are followed no more.", topic.topic());
    }
}
