package io.penstock.broker;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.EventSubscription;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class DeadLetterAlertTest extends BrokerTest {

    private static final DeadLetterAlert ALERT = new DeadLetterAlert(2, Duration.ofMinutes(1));

    private void kill(Inbox inbox, int count) {
        for (int i = 0; i < count; i++) {
            send("orders", "m");
            done(inbox.next().fail(new IllegalStateException("no")));
        }
    }

    @Test
    void shouldTellOfTooManyDeadLettersOnceUntilTheyBecomeFewer() {
        queue(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder().maxRetries(0).build())
                .deadLetter(DeadLetterPolicy.DEFAULT.withAlert(ALERT)));
        reopen();
        var events = new CopyOnWriteArrayList<BrokerEvent>();
        broker.events(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        broker.events(events::add);
        var inbox = consumeQueue("orders");
        kill(inbox, 2);
        pass(Duration.ofMinutes(2));
        kill(inbox, 2);
        assertThat(events).isEmpty();
        kill(inbox, 3);
        var first = new BrokerEvent.DeadLettersRising(clock.instant(), "orders", "orders", 3, ALERT);
        await().atMost(PATIENCE).until(() -> events.equals(List.of(first)));
        pass(Duration.ofMinutes(2));
        kill(inbox, 3);
        var second = new BrokerEvent.DeadLettersRising(clock.instant(), "orders", "orders", 3, ALERT);
        await().atMost(PATIENCE).until(() -> events.equals(List.of(first, second)));
    }

    @Test
    void shouldLoseEventsOfASlowListenerAndNotWaitForIt() throws InterruptedException {
        var events = new Events();
        var begun = new CountDownLatch(1);
        var slow = events.add(event -> {
            begun.countDown();
            await().forever().until(() -> false);
        });
        var event = new BrokerEvent.DeadLettersRising(clock.instant(), "d", "s", 3, ALERT);
        events.raise(event);
        begun.await();
        for (int i = 0; i < EventSubscription.MAX_WAITING + 5; i++) {
            events.raise(event);
        }
        assertThat(slow.lost()).isEqualTo(5);
        events.close();
    }

    @Test
    void shouldCountWithinTheWindowAlone() {
        var watch = new DeathWatch();
        assertThat(watch.died(ALERT, 0)).isFalse();
        assertThat(watch.died(ALERT, 30_000)).isFalse();
        assertThat(watch.died(ALERT, 60_000)).as("the first is a minute old").isFalse();
        assertThat(watch.died(ALERT, 60_001)).isTrue();
        assertThat(watch.died(ALERT, 60_002)).as("told already").isFalse();
        assertThat(watch.died(ALERT, 10_000)).as("a clock that was set back").isFalse();
        assertThat(watch.died(new DeadLetterAlert(0, Duration.ofMinutes(1)), 500_000))
                .as("any letter")
                .isTrue();
        assertThat(watch.died(null, 500_001)).isFalse();
    }

    @Test
    void shouldRefuseAnAlertThatCannotBe() {
        assertThatThrownBy(() -> new DeadLetterAlert(-1, Duration.ofMinutes(1)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("more than -1 within PT1M");
    }
}
