package io.penstock.broker;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Destination;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import static io.penstock.ConsumerOptions.ofQueue;
import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class AlertsWhileClosingTest extends BrokerTest {

    @Test
    void shouldCloseByAHandlerWhileAlertsAskTheLoopThatItRunsOn() {
        broker.declare(Destination.queue("orders").build());
        broker.alerts()
                .declare(AlertRule.of("behind", new AlertCondition.Lag(5))
                        .destinations("orders")
                        .build());
        var closed = new CompletableFuture<Void>();
        broker.consume(ofQueue("orders", "c").build(), deliveries -> {
                    await().atMost(PATIENCE).until(() -> {
                        pass(Duration.ofSeconds(1));
                        return isAsking();
                    });
                    broker.close();
                    closed.complete(null);
                })
                .request(1);
        send("orders", "m");

        assertThat(closed).succeedsWithin(PATIENCE);
    }

    /** Whether the thread of alerts waits for the answer of a loop. */
    private static boolean isAsking() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("penstock-alerts"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("ask"));
    }
}
