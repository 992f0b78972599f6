package io.penstock.kafka.owner;

import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The ids under which a cell's owner writes transactions, in turn: a second transaction of one id has to wait until the
 * first one is marked everywhere. Whoever takes them over ends what their former owner has begun, and lets it begin no
 * more. It is used by one thread at a time.
 */
public final class TransactionIds implements AutoCloseable {

    private static final int COUNT = 4;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final String prefix;
    private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> proof;
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
     * The producer for transactions that only find out whether the ids are still ours. It is taken over with the
     * others, and may be used by another thread than those.
     */
    Producer<byte[], byte[]> proof() {
        var taken = proof;
        if (taken == null) {
            throw new IllegalStateException("The ids have not been taken over.");
        }
        return taken;
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
