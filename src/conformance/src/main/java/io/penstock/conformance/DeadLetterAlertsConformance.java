package io.penstock.conformance;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests the events that tell of too many dead letters. */
public abstract class DeadLetterAlertsConformance extends BrokerConformance {

    private static final DeadLetterAlert ALERT =
            DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();

    private void kill(Inbox inbox, int count) {
        for (int i = 0; i < count; i++) {
            send("orders", "m");
            done(inbox.next().failAsync(new IllegalStateException("no")));
        }
    }

    @Test
    void shouldTellOfTooManyDeadLettersOnceUntilTheyBecomeFewer() {
        queue(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder().maxRetries(0).build())
                .deadLetter(DeadLetterPolicy.DEFAULT.copy().alert(ALERT).build()));
        reopen();
        var events = new CopyOnWriteArrayList<BrokerEvent>();
        broker.events(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        broker.events(event -> {
            if (event instanceof BrokerEvent.DeadLettersRising) {
                events.add(event);
            }
        });
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
    void shouldRefuseAnAlertThatCannotBe() {
        assertThatThrownBy(() -> DeadLetterAlert.of(-1, Duration.ofMinutes(1)).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("moreThan is -1, window is PT1M");
    }
}
