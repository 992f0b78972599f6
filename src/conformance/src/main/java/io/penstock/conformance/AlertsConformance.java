package io.penstock.conformance;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.AlertStatus;
import io.penstock.BrokerEvent;
import io.penstock.Capability;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests what a broker watches for. */
public abstract class AlertsConformance extends BrokerConformance {

    private static final DeadLetterAlert LETTERS =
            DeadLetterAlert.of(1, Duration.ofMinutes(1)).build();

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.ALERTS);
    }

    private void lag(String name, long above, String destinations) {
        broker.alerts()
                .declare(AlertRule.of(name, new AlertCondition.Lag(above))
                        .destinations(destinations)
                        .build());
    }

    private void awaitStatus(String rule, AlertStatus status) {
        // The clock has to go on for the broker to look again.
        await().atMost(PATIENCE).until(() -> {
            pass(Duration.ofSeconds(1));
            return broker.alerts().states().stream()
                    .anyMatch(state -> state.rule().name().equals(rule) && state.status() == status);
        });
    }

    @Test
    void shouldFireAndResolveAndTellBoth() {
        broker.declare(Destination.queue("orders").build());
        var told = new CopyOnWriteArrayList<AlertStatus>();
        broker.events(event -> {
            if (event instanceof BrokerEvent.AlertChanged changed) {
                told.add(changed.alert().status());
            }
        });
        lag("behind", 1, "orders");
        send("orders", "a", "b");
        awaitStatus("behind", AlertStatus.FIRING);
        var inbox = consumeQueue("orders");
        done(inbox.next().acceptAsync());
        done(inbox.next().acceptAsync());
        awaitStatus("behind", AlertStatus.RESOLVED);
        await().atMost(PATIENCE).until(() -> told.equals(List.of(AlertStatus.FIRING, AlertStatus.RESOLVED)));
    }

    @Test
    void shouldKnowRulesAndStatesAfterARestart() {
        broker.declare(Destination.queue("orders").build());
        lag("behind", 0, "orders");
        lag("other", 5, "prices.#");
        send("orders", "a");
        awaitStatus("behind", AlertStatus.FIRING);
        broker.alerts().remove("other");
        var rules = broker.alerts().rules();
        var states = broker.alerts().states();
        reopen();
        assertThat(broker.alerts().rules()).isEqualTo(rules).hasSize(1);
        assertThat(broker.alerts().states()).isEqualTo(states).hasSize(1);
    }

    @Test
    void shouldShowTheAlertOfASubscriptionAsOneOfItsRules() {
        queue(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder().maxRetries(0).build())
                .deadLetter(DeadLetterPolicy.DEFAULT.copy().alert(LETTERS).build()));
        var inbox = consumeQueue("orders");
        for (int i = 0; i < 2; i++) {
            send("orders", "m");
            done(inbox.next().failAsync(new IllegalStateException("no")));
        }
        var rule = AlertRule.ofSubscription("orders", "orders", LETTERS);
        var fired = new AlertState(rule, "orders", "orders", AlertStatus.FIRING, clock.instant(), 2);
        await().atMost(PATIENCE).until(() -> broker.alerts().states().equals(List.of(fired)));
        reopen();
        assertThat(broker.alerts().states()).containsExactly(fired);
        pass(Duration.ofMinutes(2));
        awaitStatus("orders/orders", AlertStatus.RESOLVED);
        assertThat(broker.alerts().rules()).isEmpty();
        assertThatThrownBy(() -> broker.alerts().declare(rule))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldRefuseRulesThatCannotBe() {
        assertThatThrownBy(() -> lag("two words", 1, "x")).hasMessageContaining("'two words' is no valid alert name");
        assertThatThrownBy(() -> lag("a", -1, "x")).hasMessageContaining("above = -1");
        assertThatThrownBy(() -> lag("a", 1, "orders..x")).hasMessageContaining("'orders..x'");
        assertThatThrownBy(() -> lag("a", 1, null)).hasMessageContaining("say which destinations");
        assertThatThrownBy(() -> new AlertCondition.OldestMessage(Duration.ZERO))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new AlertCondition.NoConsumer(Duration.ofDays(31)))
                .hasMessageContaining("30 days");
        assertThatThrownBy(() -> new AlertCondition.Disk(100)).hasMessageContaining("1 to 99");
        assertThatThrownBy(() -> AlertRule.of("a", new AlertCondition.Disk(10))
                        .destinations("orders")
                        .build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("no destination");
    }
}
