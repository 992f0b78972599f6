package io.penstock.conformance;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests callers that wait for their acceptance, and so do the work of a dispatch loop while it sleeps. */
public abstract class AcceptAndWaitConformance extends BrokerConformance {

    private static final int SENDERS = 2;
    private static final int CONSUMERS = 3;
    private static final int MESSAGES_PER_SENDER = 3_000;

    @Test
    void shouldHaveJournaledItWhenItReturns() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        consumeQueue("orders").next().accept();

        reopen();

        var again = consumeQueue("orders");
        assertThat(again.next().message().bodyText()).isEqualTo("b");
        again.expectNothing();
    }

    @Test
    void shouldRefuseWhatIsNoLongerTheConsumers() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var inbox = consumeQueue("orders");
        var delivery = inbox.next();
        inbox.close();

        assertThatThrownBy(delivery::accept).isInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldRefuseAfterTheEndOfTheBroker() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var delivery = consumeQueue("orders").next();
        broker.close();

        assertThatThrownBy(delivery::accept).isInstanceOf(PenstockException.class);
    }

    @Test
    void shouldDeliverEachMessageOnceToConsumersThatAllWait() throws Exception {
        broker.declare(Destination.queue("orders").partitions(2).build());
        var seen = ConcurrentHashMap.<String>newKeySet();
        var repeated = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(SENDERS + CONSUMERS);
        try {
            var work = new ArrayList<Callable<Void>>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                work.add(() -> {
                    for (int m = 0; m < MESSAGES_PER_SENDER; m++) {
                        broker.send(Message.to("orders").body(sender + "-" + m).build());
                    }
                    return null;
                });
            }
            for (int i = 0; i < CONSUMERS; i++) {
                work.add(() -> {
                    consumeOneByOne(seen, repeated);
                    return null;
                });
            }
            for (var done : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(repeated).hasValue(0);
        assertThat(seen).hasSize(SENDERS * MESSAGES_PER_SENDER);
        Awaitility.await()
                .until(() -> broker.statistics("orders").subscriptions().get(0).waiting() == 0);
    }

    /** Consumes as a client that receives in a loop: the next message is asked for when the last one is settled. */
    private void consumeOneByOne(Set<String> seen, AtomicInteger repeated) throws InterruptedException {
        var arrived = new LinkedBlockingQueue<Delivery>();
        try (var consumer = broker.consume(
                ConsumerOptions.ofQueue("orders", "one-by-one").build(),
                (List<Delivery> some) -> arrived.addAll(some))) {
            consumer.request(1);
            while (seen.size() < SENDERS * MESSAGES_PER_SENDER) {
                var delivery = arrived.poll(20, TimeUnit.MILLISECONDS);
                if (delivery != null) {
                    if (!seen.add(delivery.message().bodyText())) {
                        repeated.incrementAndGet();
                    }
                    delivery.accept();
                    consumer.request(1);
                }
            }
        }
    }
}
