package io.penstock.connector;

import io.penstock.ConsumerStatistics;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Attributes that come from a bean, from the connector, and from the environment. */
class NamedDefaultsTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Orders {

        @Incoming("in")
        void take(String text) {}
    }

    @ApplicationScoped
    static class Defaults {

        static Map<String, Object> given;

        @Produces
        @Identifier("patient")
        Map<String, Object> patient() {
            return given;
        }
    }

    private Subscription subscription() {
        return broker.subscriptions("in").get(0);
    }

    @Test
    void shouldTakeWhatTheBeanSaysUnlessTheChannelSaysOtherwise() {
        Defaults.given = Map.of("retry.max-retries", 7, "max-deliveries", "31", "ordering", "key", "key", "outgoing");
        try (var application = ReactiveApplication.on(broker)
                .property("mp.messaging.connector.penstock.max-deliveries", "99")
                .property("mp.messaging.connector.penstock.retry.factor", "3")
                .incoming("in", "penstock-configuration", "patient", "ordering", "none")
                .start(Orders.class, Defaults.class)) {
            assertThat(subscription().retry().maxRetries()).isEqualTo(7);
            assertThat(subscription().retry().factor()).isEqualTo(3);
            assertThat(subscription().maxDeliveries()).isEqualTo(31);
            assertThat(subscription().ordering()).isEqualTo(Ordering.NONE);
        }
    }

    @ApplicationScoped
    static class Shop {
        @Inject
        @Channel("out")
        Emitter<String> out;

        void place(String order) {
            out.send(order).toCompletableFuture().join();
        }
    }

    @Test
    void shouldGiveAttributesToOutgoingChannelsAsWell() {
        Defaults.given = Map.of("key", "constant", "ordering", "key");
        try (var application = ReactiveApplication.on(broker)
                .outgoing("out", "penstock-configuration", "patient")
                .start(Shop.class, Defaults.class)) {
            application.get(Shop.class).place("a");

            assertThat(waiting("out")).extracting(message -> message.keyText()).containsExactly("constant");
        }
    }

    @Test
    void shouldNotStartWithABeanThatIsWrong() {
        var application = ReactiveApplication.on(broker).incoming("in", "penstock-configuration", "patient");

        assertThatThrownBy(() -> application.start(Orders.class))
                .hasStackTraceContaining(
                        "attribute 'penstock-configuration' is 'patient': use the @Identifier of a bean"
                                + " of type Map<String, Object>");

        Defaults.given = Map.of("retry.max-retrys", 7);
        assertThatThrownBy(() -> application.start(Orders.class, Defaults.class))
                .hasStackTraceContaining("Channel 'in': the bean 'patient' has no attribute 'retry.max-retrys' to give:"
                        + " did you mean 'retry.max-retries'?");

        Defaults.given = Map.of("concurrency", 7);
        assertThatThrownBy(() -> application.start(Orders.class, Defaults.class))
                .hasStackTraceContaining("the bean 'patient' has no attribute 'concurrency' to give");

        Defaults.given = Map.of("prefetch", "many");
        assertThatThrownBy(() -> application.start(Orders.class, Defaults.class))
                .hasStackTraceContaining("many");

        Defaults.given = new HashMap<>();
        Defaults.given.put("prefetch", null);
        assertThatThrownBy(() -> application.start(Orders.class, Defaults.class))
                .hasStackTraceContaining("the bean 'patient' gives no value for attribute 'prefetch'");
    }

    @Test
    void shouldTakeAttributesFromTheEnvironment() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "max-deliveries", "5")
                .environment("MP_MESSAGING_INCOMING_IN_MAX_DELIVERIES", "6")
                .environment("MP_MESSAGING_CONNECTOR_PENSTOCK_RETRY_MAX_RETRIES", "2")
                .start(Orders.class)) {
            assertThat(subscription().maxDeliveries()).isEqualTo(6);
            assertThat(subscription().retry().maxRetries()).isEqualTo(2);
        }
    }

    @Test
    void shouldShowTheOperatorTheNameThatTheChannelGivesItself() {
        try (var application = ReactiveApplication.on(broker)
                .property("mp.messaging.connector.penstock.client-id-prefix", "shop-")
                .incoming("in", "client-id", "shipping", "concurrency", "2")
                .start(Orders.class)) {
            assertThat(queue("in").members())
                    .extracting(ConsumerStatistics::name)
                    .containsExactlyInAnyOrder("shop-shipping$1", "shop-shipping$2");
        }
        assertThatThrownBy(() -> ChannelConfig.incoming("in", "client-id", "no good"))
                .hasMessageContaining("Channel 'in': attribute 'client-id' is 'no good': use 1 to");
    }
}
