package io.penstock.kafka.failover;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * Sends to an owner and consumes from it. A sender's messages go into a queue in order, some of them in transactions,
 * some with an id; every fourth message is settled and sent on in one transaction, every other one is settled alone.
 * Every second transaction writes to a further queue, so that it is no single record.
 */
final class Load {

    private static final String WORK = "work";
    private static final String OUT = "out";
    private static final String SIDE = "side";
    private static final int IN_TRANSACTION = 8;
    private static final int MOVED = 4;
    private static final int WITH_ID = 3;
    private static final int PAGE = 1_000;

    private final Broker broker;
    private final long epoch;
    private final String sender;
    private final Told told;
    private long number;
    private boolean transactions = true;
    private boolean waits;

    /** @param instance that sends; each of its ownerships is a sender of its own */
    Load(Broker broker, long epoch, String instance, Told told) {
        this.broker = broker;
        this.epoch = epoch;
        this.told = told;
        sender = instance + epoch;
    }

    static String sender(String id) {
        return id.substring(0, id.indexOf('-'));
    }

    static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    static boolean isMoved(String id) {
        return number(id) % MOVED == 0;
    }

    /** Does everything alone: a transaction would be refused to whoever was replaced, and would tell it so. */
    Load withoutTransactions() {
        transactions = false;
        return this;
    }

    /** Waits for what it sends in transactions: over a link, what comes later may overtake a commit. */
    Load waitingForCommits() {
        waits = true;
        return this;
    }

    /** Makes the destinations, and begins to consume. */
    void consume() {
        broker.declare(Destination.queue(WORK).build());
        broker.declare(Destination.queue(OUT).build());
        broker.declare(Destination.queue(SIDE).build());
        broker.consume(ConsumerOptions.ofQueue(WORK, sender).build(), deliveries -> deliveries.forEach(this::settle))
                .request(Long.MAX_VALUE);
    }

    private void settle(Delivery delivery) {
        var id = delivery.message().bodyText();
        told.handed(id, epoch);
        try {
            if (!transactions || !isMoved(id)) {
                delivery.acceptAsync().thenRun(() -> told.accepted(id, epoch));
                return;
            }
            var transaction = broker.begin();
            transaction.accept(delivery);
            transaction.send(Message.to(OUT).body(id).build());
            if (number(id) % (2 * MOVED) == 0) {
                transaction.send(Message.to(SIDE).body(id).build());
            }
            transaction.commitAsync().thenRun(() -> told.moved(id, epoch));
        } catch (PenstockException e) {
            // The owner has stepped down: it hands out again, or another one does.
        }
    }

    /** Sends the next message, and does not wait, unless it was told to. */
    void send() {
        var id = sender + "-" + number++;
        try {
            var builder = Message.to(WORK).body(id);
            if (number % WITH_ID == 0) {
                builder.id(id);
            }
            var message = builder.build();
            if (transactions && number % IN_TRANSACTION == 0) {
                var transaction = broker.begin();
                transaction.send(message);
                if (number % (2 * IN_TRANSACTION) == 0) {
                    transaction.send(Message.to(SIDE).body(id).build());
                }
                var committed = transaction.commitAsync().thenRun(() -> told.sent(id));
                if (waits) {
                    committed
                            .handle((done, failure) -> done)
                            .toCompletableFuture()
                            .join();
                }
            } else {
                broker.sendAsync(message).thenRun(() -> told.sent(id));
            }
        } catch (PenstockException e) {
            // Nobody was told anything of it.
        }
    }

    /**
     * Waits until nothing is left to settle.
     *
     * @param standstill for which nothing may happen meanwhile
     */
    void drain(Duration standstill) {
        for (long left = depth(); left > 0; left = depth()) {
            long before = left;
            await().atMost(standstill).until(() -> depth() != before);
        }
    }

    private long depth() {
        return broker.statistics(WORK).depth();
    }

    /** The ids in the log of what was sent, in order. */
    List<String> work() {
        return browse(WORK);
    }

    /** The ids that were sent on. */
    List<String> out() {
        return browse(OUT);
    }

    private List<String> browse(String queue) {
        var ids = new ArrayList<String>();
        long from = 0;
        while (true) {
            var page = broker.browse(
                    BrowseRequest.all(queue, PAGE).fromOffset(from).build());
            if (page.isEmpty()) {
                return ids;
            }
            page.forEach(each -> ids.add(each.message().bodyText()));
            from = page.get(page.size() - 1).offset() + 1;
        }
    }
}
