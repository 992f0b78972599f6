package io.penstock.kafka.owner;

import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The ids under which a cell's owner writes transactions, in turn: a second transaction of one id has to wait until the
 * first one is marked everywhere. Whoever takes them over ends what their former owner has begun, and lets it begin no
 * more. It is used by one thread at a time, but for {@link #commitAsOwner}.
 */
public final class TransactionIds implements AutoCloseable {

    private static final int COUNT = 4;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final String prefix;
    private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
    private volatile @Nullable Producer<byte[], byte[]> proof;
    private int turn;

    /** @param prefix of the ids, which nobody but the cell has */
    public TransactionIds(KafkaClients clients, String prefix) {
        this.clients = clients;
        this.prefix = prefix;
    }

    /** Takes all ids over. Waits for Kafka, which ends transactions that are open. */
    void takeOver() {
        close();
        for (int i = 0; i < COUNT; i++) {
            producers.add(clients.producer(prefix + "." + i));
        }
        var asked = clients.producer(prefix + ".owner");
        proof = asked;
        var taken = Stream.concat(producers.stream(), Stream.of(asked))
                .map(producer -> CompletableFuture.runAsync(producer::initTransactions, TransactionIds::inThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(taken).join();
    }

    /** They all wait at the same time, and each for long. */
    private static void inThread(Runnable task) {
        var thread = new Thread(task, "penstock-kafka-take-over");
        thread.setDaemon(true);
        thread.start();
    }

    /** The producer whose turn it is. */
    public Producer<byte[], byte[]> next() {
        turn = (turn + 1) % producers.size();
        return producers.get(turn);
    }

    /**
     * Commits a line by the one id that decides who may own the cell: Kafka refuses it as soon as anybody else has
     * taken that id over. Of two candidates that take over ids at the same time, each may have some of the others. It
     * is safe for any thread.
     *
     * @return where the line is
     * @throws KafkaException if it is refused
     */
    RecordMetadata commitAsOwner(ProducerRecord<byte[], byte[]> line) {
        var taken = proof;
        if (taken == null) {
            throw new IllegalStateException("The ids have not been taken over.");
        }
        synchronized (taken) {
            taken.beginTransaction();
            var sent = taken.send(line);
            taken.commitTransaction();
            return place(sent);
        }
    }

    private static RecordMetadata place(Future<RecordMetadata> committed) {
        try {
            return committed.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producers.forEach(producer -> producer.close(CLOSING));
        producers.clear();
        var last = proof;
        proof = null;
        if (last != null) {
            last.close(CLOSING);
        }
    }
}
