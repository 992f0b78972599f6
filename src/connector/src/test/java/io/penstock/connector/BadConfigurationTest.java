package io.penstock.connector;

import io.penstock.Destination;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class BadConfigurationTest {

    @ApplicationScoped
    static class Sink {
        @Incoming("in")
        void take(String payload) {}
    }

    @Test
    void shouldNotStartAnApplicationWithAWrongAttribute() {
        var application = ReactiveApplication.on(new ScriptedBroker()).incoming("in", "kind", "stream");

        assertThatThrownBy(() -> application.start(Sink.class))
                .hasStackTraceContaining("Channel 'in': attribute 'kind' is 'stream': use 'queue', 'topic'.");
    }

    @Test
    void shouldTakeDefaultsOfTheConnectorAndLetTheChannelWin() {
        var broker = new ScriptedBroker();
        var application = ReactiveApplication.on(broker)
                .property("mp.messaging.connector.penstock.kind", "topic")
                .property("mp.messaging.connector.penstock.partitions", "4")
                .incoming("in", "partitions", "2");

        try (var running = application.start(Sink.class)) {
            assertThat(broker.destinations.get("in"))
                    .isEqualTo(Destination.topic("in").partitions(2).build());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "destnation, orders, there is no attribute 'destnation': did you mean 'destination'?",
        "max-inflight-message, 5, there is no attribute 'max-inflight-message': did you mean 'max-inflight-messages'?",
        "retry.max-retires, 5, there is no attribute 'retry.max-retires': did you mean 'retry.max-retries'?",
        "auto.offset.reset, earliest, there is no attribute 'auto.offset.reset': remove it.",
        "merge-all, true, there is no attribute 'merge-all'",
        "propagate-key, true, attribute 'propagate-key' is only for outgoing channels",
    })
    void shouldNotStartWithAnAttributeThatDoesNotExist(String attribute, String value, String problem) {
        var application = ReactiveApplication.on(new ScriptedBroker()).incoming("in", attribute, value);

        assertThatThrownBy(() -> application.start(Sink.class)).hasStackTraceContaining("Channel 'in': " + problem);
    }

    @Test
    void shouldNotStartWithAMisspeltDefaultOfTheConnector() {
        var application = ReactiveApplication.on(new ScriptedBroker())
                .property("mp.messaging.connector.penstock.leaze", "PT1S")
                .incoming("in");

        assertThatThrownBy(() -> application.start(Sink.class))
                .hasStackTraceContaining("Channel 'in': there is no attribute 'leaze': did you mean 'lease'?");
    }

    @Test
    void shouldTakeTheAttributesOfReactiveMessagingAndDefaultsForBothDirections() {
        var application = ReactiveApplication.on(new ScriptedBroker())
                .property("mp.messaging.connector.penstock.propagate-key", "true")
                .property("mp.messaging.connector.penstock.MAX_DELIVERIES", "3")
                .incoming("in", "concurrency", "2", "broadcast", "false", "enabled", "true", "pausable", "true");

        application.start(Sink.class).close();
    }
}
