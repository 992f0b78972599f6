package io.penstock.quarkus.jms;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.quarkus.jms.JmsDefinitions.DestinationDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JmsNamesTest {

    private final JmsNames names = new JmsNames(
            Map.of("jms/configured", "topic:acme.prices", "jms/both", "queue:here", "jms/wrong", "orders"),
            new JmsDefinitions(
                    List.of(
                            new DestinationDefinition("jms/defined", "topic:alarms"),
                            new DestinationDefinition("jms/both", "topic:there")),
                    List.of()));

    @ParameterizedTest
    @CsvSource({
        "java:/jms/queue/orders, queue:orders",
        "java:orders, queue:orders",
        "orders, queue:orders",
        "java:comp/env/jms/OrderQueue, queue:OrderQueue",
        "java:/jms/topic/prices, topic:prices",
        "topic/prices, topic:prices",
        "jms/topical, queue:topical",
        "jms/configured, topic:acme.prices",
        "jms/defined, topic:alarms",
        "jms/both, queue:here"
    })
    void shouldMean(String name, String destination) {
        var found = names.destination(name, null);
        assertThat((found.isQueue() ? "queue:" : "topic:") + found.name()).isEqualTo(destination);
    }

    @Test
    void shouldTakeTheKindThatIsWanted() {
        assertThat(names.destination("jms/anything", DestinationKind.TOPIC))
                .isEqualTo(Destination.topic("anything").build());
    }

    @Test
    void shouldRefuseTheOtherKind() {
        assertThatThrownBy(() -> names.destination("jms/configured", DestinationKind.QUEUE))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'jms/configured'")
                .hasMessageContaining("it must stand for a queue, but it stands for 'topic:acme.prices'");
    }

    @Test
    void shouldRefuseWhatIsNoDestination() {
        assertThatThrownBy(() -> names.destination("jms/wrong", null))
                .hasMessageContaining("neither queue:NAME nor topic:NAME")
                .hasMessageContaining("penstock.jms.jndi.\"jms/wrong\"");
        assertThatThrownBy(() -> names.destination("jms/no name", null)).hasMessageContaining("'jms/no name'");
    }

    @Test
    void shouldListWhatIsDefinedAsConfigurationMakesIt() {
        assertThat(names.definitions())
                .containsExactly(
                        Destination.queue("here").build(),
                        Destination.topic("alarms").build());
    }
}
