package io.penstock.connector;

import io.penstock.Destination;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
