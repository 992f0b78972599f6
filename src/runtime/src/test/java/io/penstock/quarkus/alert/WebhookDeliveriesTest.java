package io.penstock.quarkus.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.quarkus.config.WebhookConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Webhooks on a broker with a real directory, and a real server that is called. */
class WebhookDeliveriesTest {

    private static final String SECRET = "a secret of the tests";
    private static final String TOKEN = "token-qX9";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private Callee callee;
    private EmbeddedBroker broker;
    private WebhookDeliveries deliveries;

    private record Config(
            Optional<String> url, Optional<String> secret, Optional<List<String>> alerts, Duration timeout)
            implements WebhookConfig {}

    @BeforeEach
    void open() throws Exception {
        callee = new Callee();
        start(null);
    }

    private void start(List<String> alerts) {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock);
        broker.declare(Destination.queue("orders").build());
        WebhookQueue.declare(broker);
        var config = new Config(
                Optional.of(callee.url("/hook?key=" + TOKEN)),
                Optional.of(SECRET),
                Optional.ofNullable(alerts),
                Duration.ofSeconds(10));
        deliveries = new WebhookDeliveries(broker, List.of(Webhook.of("ops", config)), clock);
        deliveries.start();
    }

    private void stop() {
        deliveries.close();
        broker.close();
    }

    @AfterEach
    void close() {
        stop();
        callee.close();
    }

    private void declare(String name, long lag) {
        broker.alerts()
                .declare(AlertRule.of(name, new AlertCondition.Lag(lag))
                        .destinations("orders")
                        .build());
    }

    private void send() {
        broker.send(Message.to("orders").body("x").build());
    }

    /** Lets seconds pass until so many calls have come. */
    private void awaitCalls(int count) {
        await().atMost(Patience.LONG).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return callee.calls.size() >= count;
        });
    }

    private long waiting() {
        return broker.statistics(WebhookQueue.NAME).subscriptions().get(0).waiting();
    }

    @Test
    void shouldCallOnceWhenAnAlertFiresAndOnceWhenItIsResolvedAndSignBoth() {
        declare("behind", 0);
        send();
        awaitCalls(1);
        broker.seek("orders", "orders", StartPosition.LATEST);
        awaitCalls(2);

        assertThat(callee.calls.get(0).body())
                .contains("\"alert\":\"behind\"", "\"status\":\"firing\"", "\"destination\":\"orders\"");
        assertThat(callee.calls.get(1).body()).contains("\"status\":\"resolved\"");
        assertThat(callee.calls).allSatisfy(call -> {
            assertThat(call.path()).isEqualTo("/hook?key=" + TOKEN);
            assertThat(call.body()).contains("\"id\":\"" + call.id().replaceAll("-ops$", ""));
            assertThat(call.signature())
                    .isEqualTo(WebhookSignature.of(
                            SECRET.getBytes(StandardCharsets.UTF_8),
                            call.id(),
                            Long.parseLong(call.timestamp()),
                            call.body().getBytes(StandardCharsets.UTF_8)));
        });
        await().atMost(Patience.LONG).until(() -> waiting() == 0);
        assertThat(deliveries.delivered().get("ops").getAsLong()).isEqualTo(2);
    }

    @Test
    void shouldCallAgainAfterFailuresAndAfterARestart() {
        callee.status = 500;
        declare("behind", 0);
        send();
        awaitCalls(3);
        assertThat(callee.calls)
                .extracting(Callee.Call::id)
                .as("always the same")
                .containsOnly(callee.calls.get(0).id());
        stop();
        callee.status = 200;
        int before = callee.calls.size();
        start(null);
        awaitCalls(before + 1);
        await().atMost(Patience.LONG).until(() -> waiting() == 0);
        assertThat(callee.calls)
                .extracting(Callee.Call::id)
                .containsOnly(callee.calls.get(0).id());
    }

    @Test
    void shouldGiveUpInTheEndAndKeepADeadLetterThatShowsNoSecret() {
        callee.status = 302;
        callee.location = callee.url("/elsewhere");
        declare("behind", 0);
        send();
        await().atMost(Patience.LONG).until(() -> {
            // While a call is under way its lease must not end.
            if (broker.statistics(WebhookQueue.NAME).subscriptions().get(0).acquired() == 0) {
                clock.advance(Duration.ofMinutes(10));
            }
            return broker.destination(WebhookQueue.DEAD_LETTERS).isPresent()
                    && broker.statistics(WebhookQueue.DEAD_LETTERS).messages() == 1;
        });
        assertThat(callee.calls)
                .extracting(Callee.Call::path)
                .as("follows nothing")
                .doesNotContain("/elsewhere");
        var letter = broker.browse(
                        BrowseRequest.waiting(WebhookQueue.DEAD_LETTERS, 1).build())
                .get(0)
                .message();
        assertThat(letter.headers().toString()).contains("302").doesNotContain(TOKEN, SECRET);
        assertThat(deliveries.failed().get("ops").getAsLong())
                .as("the first call and all retries")
                .isGreaterThanOrEqualTo(21);
    }

    @Test
    void shouldBeCalledForItsAlertsOnly() {
        stop();
        start(List.of("others"));
        declare("behind", 0);
        declare("others", 0);
        send();
        awaitCalls(1);
        await().atMost(Patience.LONG).until(() -> waiting() == 0);
        assertThat(callee.calls)
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"others\""));
    }

    @Test
    void shouldRejectWhatNoWebhookIsFor() {
        broker.send(Message.to(WebhookQueue.NAME)
                .header(AlertNotice.WEBHOOK, "gone")
                .body("x")
                .build());
        await().atMost(Patience.LONG)
                .until(() -> broker.destination(WebhookQueue.DEAD_LETTERS).isPresent()
                        && broker.statistics(WebhookQueue.DEAD_LETTERS).messages() == 1);
        assertThat(callee.calls).isEmpty();
    }
}
