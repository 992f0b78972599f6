package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import static org.assertj.core.api.Assertions.assertThat;

/** A consumer leaves with a message that was handed out before, while the journal is slow. */
class GivenBackOrderTest {

    private static final ConsumerOptions OPTIONS =
            ConsumerOptions.ofQueue("orders", "c").build();

    /** Whose write is held, and with it those of all others that come later. */
    private static final String WRITER = "penstock-journal-writer";

    private final FaultyStorage storage = new FaultyStorage(1);
    private volatile boolean isSlow;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    private static Delivery next(LinkedBlockingQueue<Delivery> handed) {
        Awaitility.await().until(() -> !handed.isEmpty());
        return handed.remove();
    }

    @Test
    @Timeout(60)
    void shouldHandOutNothingInFrontOfWhatAConsumerGivesBackWhenItLeaves() throws InterruptedException {
        storage.observe((operation, name) -> {
            if (isSlow
                    && operation == Operation.WRITE
                    && Thread.currentThread().getName().equals(WRITER)) {
                begun.countDown();
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        var clock = new ManualClock();
        var options = new BrokerOptions(Path.of("memory"), Durability.OS, 192 << 10, LogOptions.DEFAULT);
        try (var broker = EmbeddedBroker.open(
                options, clock, handler -> LocalLog.open(storage, LogOptions.DEFAULT, clock, handler))) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.queue("other").build());
            broker.send(Message.to("orders").body("first").build());
            broker.send(Message.to("orders").body("second").build());
            var handed = new LinkedBlockingQueue<Delivery>();
            var leaving = broker.consume(OPTIONS, handed::addAll);
            leaving.request(1);
            next(handed).release(Duration.ZERO, true);
            leaving.request(1);
            assertThat(next(handed).message().bodyText()).isEqualTo("first");
            var coming = broker.consume(OPTIONS, handed::addAll);

            isSlow = true;
            broker.sendAsync(Message.to("other").body("held").build());
            try {
                begun.await();
                leaving.close();
                coming.request(1);
                // Who joins and leaves waits for the loop each time, which has handed out what it had meanwhile.
                broker.consume(OPTIONS, handed::addAll).close();
                broker.consume(OPTIONS, handed::addAll).close();

                assertThat(handed).isEmpty();
            } finally {
                held.countDown();
            }
            assertThat(next(handed).message().bodyText()).isEqualTo("first");
        }
    }
}
