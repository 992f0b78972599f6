package io.penstock.broker.event;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterReason;
import io.penstock.broker.entry.EngineBounds;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class EventsTest {

    private static final DeadLetterAlert ALERT =
            DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();

    @Test
    void shouldLoseEventsOfASlowListenerAndNotWaitForIt() throws InterruptedException {
        var events = new Events();
        var begun = new CountDownLatch(1);
        var slow = events.add(event -> {
            begun.countDown();
            await().forever().until(() -> false);
        });
        var event = new BrokerEvent.DeadLettersRising(Instant.EPOCH, "d", "s", 3, ALERT);
        events.raise(event);
        begun.await();
        for (int i = 0; i < EngineBounds.EVENTS_WAITING + 5; i++) {
            events.raise(event);
        }
        assertThat(slow.lost()).isEqualTo(5);
        events.close();
    }

    @Test
    void shouldKeepRoomForAlertsWhileManyMessagesDie() throws InterruptedException {
        var events = new Events();
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var told = new LinkedBlockingQueue<BrokerEvent>();
        var slow = events.add(event -> {
            begun.countDown();
            uninterrupted(go);
            told.add(event);
        });
        var death = new BrokerEvent.MessageDeadLettered(
                Instant.EPOCH, "d", "s", "id", 0, 0, DeadLetterReason.EXPIRED, null, "d.dlq");
        var alert = new BrokerEvent.DeadLettersRising(Instant.EPOCH, "d", "s", 3, ALERT);
        events.raise(death);
        begun.await();
        for (int i = 0; i < EngineBounds.EVENTS_WAITING; i++) {
            events.raise(death);
        }
        events.raise(alert);
        assertThat(slow.lost()).isEqualTo(EngineBounds.EVENTS_WAITING - EngineBounds.MESSAGE_EVENTS_WAITING);
        go.countDown();
        await().forever().until(() -> told.contains(alert));
        events.close();
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
