package io.penstock.conformance;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ReplayRequest;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Exchanges and bindings are declared, survive, are removed with what they belong to, and are refused. */
public abstract class ExchangeDeclarationsConformance extends ExchangeConformance {

    @Test
    void shouldKnowBindingsAfterARestartFromTheLogAndFromACheckpoint() {
        var bindings = broker.bindings("orders");
        assertThat(bindings).hasSize(3);
        broker.bind(bindings.get(0));
        broker.unbind(bindings.get(2));

        // The first start reads the checkpoint that the end of the broker before has written.
        for (int i = 0; i < 2; i++) {
            reopen();
            assertThat(broker.bindings("orders")).isEqualTo(bindings.subList(0, 2));
            assertThat(broker.destination("orders").orElseThrow())
                    .isEqualTo(
                            Destination.exchange("orders", ExchangeType.PATTERN).build());
            broker.send(message("orders.new.eu", "m" + i));
        }
        assertThat(stored("eu")).containsExactlyInAnyOrder("m0", "m1");
        broker.unbind(bindings.get(2));
    }

    @Test
    void shouldRemoveBindingsWithTheirDestinationAndWithTheirExchange() {
        broker.declare(Destination.exchange("outer", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("outer", "orders").build());
        broker.bind(Binding.all("outer", "eu").build());

        broker.operations().delete("all", false, "ada");
        assertThat(broker.bindings("orders")).extracting(Binding::destination).containsExactly("eu");
        broker.declare(Destination.queue("all").build());
        broker.send(message("orders.new.eu", "m"));
        assertThat(stored("all")).as("another queue of that name").isEmpty();

        assertThat(broker.operations().delete("orders", false, "ada").destination())
                .isEqualTo("orders");
        assertThat(broker.bindings("outer")).extracting(Binding::destination).containsExactly("eu");
        assertThat(broker.destination("orders")).isEmpty();
        assertThatThrownBy(() -> broker.send(message("orders.new.eu", "m")))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        reopen();
        assertThat(broker.bindings("outer")).hasSize(1);
        broker.declare(Destination.topic("orders").build());
    }

    @Test
    void shouldRefuseWhatAnExchangeDoesNotHave() {
        var wrong = List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), deliveries -> {}),
                () -> broker.declare(Subscription.ofTopic("orders", "s").build()),
                () -> broker.unsubscribe("orders", "s"),
                () -> broker.browse(BrowseRequest.waiting("orders", 1).build()),
                () -> broker.replay(
                        ReplayRequest.all("orders")
                                .from(StartPosition.EARLIEST)
                                .to(StartPosition.LATEST)
                                .build(),
                        d -> {}),
                () -> broker.seek("orders", "s", StartPosition.EARLIEST),
                () -> broker.operations().purge("orders", null, "ada"));

        for (var each : wrong) {
            assertThatThrownBy(each)
                    .isInstanceOf(PenstockException.Conflict.class)
                    .hasMessageContaining("'orders' is an exchange");
        }
        assertThat(broker.subscriptions("orders")).isEmpty();
        assertThat(broker.statistics("orders").partitions()).isEmpty();
        assertThat(broker.destinations()).extracting(Destination::name).containsExactly("all", "audit", "eu", "orders");
    }

    /** As with a topic of that name: an exchange would send the letter on, to whom nobody knows. */
    @Test
    void shouldParkADeadLetterWhoseQueueIsAnExchange() {
        broker.declare(Destination.exchange("late.dlq", ExchangeType.FANOUT).build());
        broker.declare(Destination.queue("late").build());
        send("late", "m");
        var inbox = consumeQueue("late");

        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no", null));

        inbox.expectNothing();
        assertThat(broker.statistics("late").subscriptions().get(0).waiting()).isEqualTo(1);
    }

    @Test
    void shouldRefuseDeclarationsThatContradict() {
        assertThat(broker.declare(
                        Destination.exchange("orders", ExchangeType.PATTERN).build()))
                .isEqualTo(Destination.exchange("orders", ExchangeType.PATTERN).build());
        assertThatThrownBy(() -> broker.declare(
                        Destination.exchange("orders", ExchangeType.DIRECT).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("PATTERN")
                .hasMessageContaining("DIRECT");
        assertThatThrownBy(() -> broker.declare(Destination.queue("orders").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("EXCHANGE");
        assertThatThrownBy(() -> broker.declare(
                        Destination.exchange("all", ExchangeType.DIRECT).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("QUEUE");
        assertThatThrownBy(() -> broker.alter(
                        Destination.exchange("orders", ExchangeType.DIRECT).build()))
                .isInstanceOf(PenstockException.Conflict.class);
        assertThatThrownBy(() -> broker.declare(Destination.exchange(
                                "x",
                                Exchange.of(ExchangeType.DIRECT)
                                        .alternate("missing")
                                        .build())
                        .build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(() -> broker.declare(Destination.exchange(
                                "x",
                                Exchange.of(ExchangeType.DIRECT).alternate("x").build())
                        .build()))
                .hasMessageContaining("x -> x");
        assertThatThrownBy(() -> broker.declare(
                        Destination.exchange("all.dlq", ExchangeType.DIRECT).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("dead letters");
    }

    @Test
    void shouldRefuseBindingsThatDoNotFit() {
        assertThatThrownBy(() -> broker.bind(Binding.all("orders", "all").build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("has a pattern");
        assertThatThrownBy(
                        () -> broker.bind(Binding.of("orders", "x", "missing").build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(() -> broker.bind(Binding.of("missing", "x", "all").build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(() -> broker.bind(Binding.of("eu", "x", "all").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'eu' is a QUEUE");
        assertThatThrownBy(() -> broker.bind(
                        Binding.of("orders", "x", "all").filter("a =").build()))
                .isInstanceOf(PenstockException.InvalidFilter.class);
        assertThatThrownBy(() -> Binding.of("orders", "x".repeat(256), "all").build())
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(() ->
                        Binding.headers("h", HeaderMatch.ANY, Map.of(), "all").build())
                .hasMessageContaining("match ANY and no headers");
    }

    @Test
    void shouldRefuseRoutingKeysThatAreTooLong() {
        assertThatThrownBy(() -> broker.send(message("x".repeat(256), "m")))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("routing key");
        assertThatThrownBy(() ->
                        broker.send(Message.to("orders").key("x".repeat(256)).build()))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("set a routing key");
    }
}
