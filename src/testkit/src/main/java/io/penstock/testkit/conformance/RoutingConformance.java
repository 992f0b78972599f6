package io.penstock.testkit.conformance;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.ReplayRequest;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.UnroutablePolicy;
import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests exchanges, bindings, and what is written of a message that goes through them. */
public abstract class RoutingConformance extends BrokerConformance {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("eu").partitions(2).build());
        broker.declare(Destination.queue("all").build());
        broker.declare(Destination.topic("audit").build());
        broker.declare(Destination.exchange("orders", ExchangeType.PATTERN).build());
        broker.bind(Binding.of("orders", "orders.*.eu.#", "eu").build());
        broker.bind(Binding.of("orders", "orders.#", "all").build());
        broker.bind(Binding.of("orders", "orders.new.#", "all").build());
    }

    private static Message message(String routingKey, String body) {
        return Message.to("orders").routingKey(routingKey).body(body).build();
    }

    private List<String> stored(String destination) {
        var bodies = new ArrayList<String>();
        int partitions = broker.destination(destination).orElseThrow().partitions();
        for (int partition = 0; partition < partitions; partition++) {
            broker.browse(BrowseRequest.all(destination, 1_000)
                            .partition(partition)
                            .build())
                    .forEach(stored -> bodies.add(stored.message().bodyText()));
        }
        return bodies;
    }

    private void discarding(String exchange) {
        broker.declare(Destination.exchange(
                        exchange,
                        Exchange.of(ExchangeType.DIRECT)
                                .unroutable(UnroutablePolicy.DISCARD)
                                .build())
                .build());
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.EXCHANGES);
    }

    @Test
    void shouldWriteOneCopyForEachDestinationThatMatches() {
        var receipt = broker.send(message("orders.new.eu", "m"));

        assertThat(stored("eu")).containsExactly("m");
        assertThat(stored("all")).containsExactly("m");
        assertThat(receipt.destination()).isEqualTo("all");
        assertThat(receipt.others()).extracting(Receipt::destination).containsExactly("eu");
        assertThat(receipt.others().get(0).offset()).isZero();

        broker.send(message("orders.new.us", "n"));
        assertThat(stored("eu")).containsExactly("m");
        assertThat(stored("all")).containsExactly("m", "n");
    }

    @Test
    void shouldTellConsumersByWhichExchangeAndRoutingKeyAMessageCame() {
        broker.send(message("orders.new.eu", "m"));
        broker.send(Message.to("orders").key("orders.old.eu").body("n").build());
        broker.send(EngineMessage.to("all").exchange("made up").body("o").build());

        var inbox = consumeQueue("all");
        var first = inbox.next().message();
        assertThat(first.destination()).isEqualTo("all");
        assertThat(first.exchange()).contains("orders");
        assertThat(first.routingKey()).isEqualTo("orders.new.eu");
        assertThat(first.headers().isEmpty()).isTrue();
        var second = inbox.next().message();
        assertThat(second.routingKey()).isEqualTo("orders.old.eu");
        assertThat(second.hasRoutingKey()).isFalse();
        assertThat(inbox.next().message().exchange())
                .as("sent to the queue itself")
                .isEmpty();
    }

    @Test
    void shouldKeepTheExchangeInDeadLettersAndRedrives() {
        broker.declare(Subscription.ofQueue("all").build());
        broker.send(message("orders.new.us", "m"));
        var inbox = consumeQueue("all");
        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no", null));

        var letter = broker.browse(BrowseRequest.waiting("all.dlq", 1).build())
                .get(0)
                .message();
        assertThat(letter.exchange()).contains("orders");
        assertThat(letter.routingKey()).isEqualTo("orders.new.us");
        broker.redrive(RedriveRequest.all("all.dlq").build());

        assertThat(inbox.next().message().routingKey()).isEqualTo("orders.new.us");
        assertThat(stored("eu")).as("not routed again").isEmpty();
    }

    @Test
    void shouldRouteTheSameWayWhateverCallSends() {
        done(broker.sendAsync(message("orders.a.eu", "1")));
        var receipts = broker.sendAllAsync(List.of(
                        message("orders.b.eu", "2"),
                        Message.to("all").body("3").build(),
                        message("orders.c.us", "4"),
                        Message.to("orders").key("orders.d.eu").body("5").build()))
                .toCompletableFuture()
                .join();
        var transaction = broker.begin();
        transaction.send(message("orders.e.eu", "6"));
        done(transaction.commitAsync());
        var producer = broker.producer(ProducerOptions.of("p").build());
        var numbered = producer.send(message("orders.f.eu", "7"));
        broker.schedule(Schedule.every("s", Duration.ofMinutes(1), message("orders.g.eu", "8"))
                .build());
        pass(Duration.ofMinutes(1));
        var inbox = consumeQueue("all");

        assertThat(inbox.next(8))
                .extracting(d -> d.message().bodyText())
                .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(consumeQueue("eu").next(6))
                .extracting(d -> d.message().bodyText())
                .containsExactlyInAnyOrder("1", "2", "5", "6", "7", "8");
        assertThat(receipts).extracting(Receipt::destination).containsExactly("all", "all", "all", "all");
        assertThat(receipts).extracting(r -> r.others().size()).containsExactly(1, 0, 0, 1);
        for (var receipt : receipts) {
            assertThat(broker.browse(BrowseRequest.all("all", 1)
                                    .partition(0)
                                    .fromOffset(receipt.offset())
                                    .build())
                            .get(0)
                            .message()
                            .id())
                    .isEqualTo(receipt.messageId());
        }
        assertThat(numbered.others()).hasSize(1);
    }

    @Test
    void shouldRejectWhatMatchesNothingAndWriteNothing() {
        assertThatThrownBy(() -> broker.send(message("invoices", "m")))
                .isInstanceOf(PenstockException.Unroutable.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining("'invoices'");
        assertThat(broker.sendAsync(message("invoices", "m")).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unroutable.class);
        assertThat(broker.sendAllAsync(List.of(message("orders.new", "m"), message("invoices", "m")))
                        .toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unroutable.class);
        var transaction = broker.begin();
        assertThatThrownBy(() -> transaction.send(message("invoices", "m")))
                .isInstanceOf(PenstockException.Unroutable.class);

        assertThat(stored("all")).isEmpty();
        var routing = broker.statistics("orders").routing();
        assertThat(routing.bindings()).isEqualTo(3);
        assertThat(routing.unroutable()).isEqualTo(4);
        assertThat(routing.routed()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatItDiscards() {
        discarding("lossy");
        var message = Message.to("lossy").routingKey("k").body("m").build();

        assertThat(broker.send(message).isDiscarded()).isTrue();
        assertThat(broker.sendAllAsync(
                                List.of(message, Message.to("all").body("n").build()))
                        .toCompletableFuture()
                        .join())
                .extracting(Receipt::isDiscarded)
                .containsExactly(true, false);
        var transaction = broker.begin();
        transaction.send(message);
        done(transaction.commitAsync());

        assertThat(broker.send(message).destination()).isEqualTo("lossy");
        assertThat(broker.statistics("lossy").routing().unroutable()).isEqualTo(4);
        assertThat(stored("all")).containsExactly("n");
    }

    @Test
    void shouldSendToTheAlternateWhatMatchesNothing() {
        broker.alter(Destination.exchange(
                        "orders",
                        Exchange.of(ExchangeType.PATTERN).alternate("audit").build())
                .build());

        broker.send(message("invoices", "m"));
        broker.send(message("orders.x", "n"));

        assertThat(stored("audit")).containsExactly("m");
        assertThat(stored("all")).containsExactly("n");
        assertThatThrownBy(() -> broker.operations().delete("audit", true, "ada"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("alternate of exchange(s) orders");
    }

    @Test
    void shouldPassOnFromExchangeToExchangeAndWriteOneCopy() {
        broker.declare(Destination.exchange("everything", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("everything", "orders").build());
        broker.bind(Binding.all("everything", "all").build());
        broker.bind(Binding.all("everything", "audit").build());

        var message =
                Message.to("everything").routingKey("orders.new.eu").body("m").build();
        var receipt = broker.send(message);

        assertThat(receipt.others()).extracting(Receipt::destination).containsExactly("audit", "eu");
        assertThat(stored("all")).containsExactly("m");
        assertThat(broker.browse(BrowseRequest.all("eu", 1)
                                .partition(receipt.others().get(1).partition())
                                .build())
                        .get(0)
                        .message()
                        .exchange())
                .as("where it was sent to")
                .contains("everything");
        assertThatThrownBy(() ->
                        broker.bind(Binding.of("orders", "x", "everything").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("orders -> everything -> orders");
    }

    @Test
    void shouldRouteByHeadersAndFilters() {
        broker.declare(Destination.exchange("headers", ExchangeType.HEADERS).build());
        broker.bind(Binding.headers("headers", HeaderMatch.ALL, Map.of("country", "de", "kind", "new"), "eu")
                .build());
        broker.bind(Binding.headers("headers", HeaderMatch.ANY, Map.of("country", "de", "kind", "new"), "all")
                .filter("amount > 100 AND penstock_routing_key LIKE 'k%'")
                .build());
        var message = Message.to("headers").key("key").header("country", "de").header("amount", "200");

        broker.send(message.body("1").build());
        broker.send(message.header("kind", "new").body("2").build());
        broker.send(message.header("amount", "50").body("3").build());

        assertThat(stored("all")).containsExactly("1", "2");
        assertThat(stored("eu")).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void shouldTakeAnIdOnceInEachDestination() {
        broker.send(Message.to("all").id("i").body("before").build());
        var message = Message.to("orders").routingKey("orders.new.eu").id("i").body("m");

        var first = broker.send(message.build());
        var second = broker.sendAsync(message.build()).toCompletableFuture().join();

        assertThat(stored("all")).containsExactly("before");
        assertThat(stored("eu")).containsExactly("m");
        assertThat(second).isEqualTo(first);
        assertThat(broker.statistics("all").duplicates()).isEqualTo(2);
        assertThat(broker.statistics("eu").duplicates()).isEqualTo(1);
    }

    @Test
    void shouldWriteCopiesOfManyThatAreSentAtTheSameTimeOnce() {
        var sends = new ArrayList<CompletableFuture<Receipt>>();
        for (int i = 0; i < 200; i++) {
            sends.add(broker.sendAsync(Message.to("orders")
                            .routingKey("orders.new.eu")
                            .id("i" + i % 10)
                            .body("m" + i % 10)
                            .build())
                    .toCompletableFuture());
        }
        sends.forEach(BrokerConformance::done);

        assertThat(stored("all")).hasSize(10).doesNotHaveDuplicates();
        assertThat(stored("eu")).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void shouldNumberARoutedMessageOnce() {
        discarding("lossy");
        var producer = broker.producer(ProducerOptions.of("p").build());
        var first = producer.send(message("orders.new.eu", "0"));
        producer.send(Message.to("lossy").routingKey("k").body("1").build());
        var transaction = broker.begin();
        transaction.send(producer, 2, message("orders.new.eu", "2"));
        transaction.send(producer, 3, Message.to("lossy").body("3").build());
        done(transaction.commitAsync());

        reopen();
        var again = broker.producer(ProducerOptions.of("p").build());
        assertThat(again.nextSequence()).isEqualTo(4);
        var repeated = broker.begin();
        repeated.send(again, 2, message("orders.new.eu", "2"));
        repeated.send(again, 3, Message.to("lossy").body("3").build());
        done(repeated.commitAsync());

        assertThat(again.send(0, message("orders.new.eu", "0"))).isEqualTo(first.with(List.of()));
        assertThat(again.send(1, Message.to("lossy").build()).isDiscarded()).isTrue();
        assertThat(stored("eu")).containsExactlyInAnyOrder("0", "2");
        assertThat(stored("all")).containsExactly("0", "2");
    }

    @Test
    void shouldRouteInATransactionAllOrNothing() {
        var transaction = broker.begin();
        transaction.send(message("orders.new.eu", "1"));
        transaction.send(Message.to("audit").body("2").build());
        assertThat(stored("all")).isEmpty();
        transaction.rollback();
        assertThat(stored("all")).isEmpty();

        var prepared = broker.begin();
        prepared.send(message("orders.new.eu", "3"));
        done(prepared.prepareAsync(new byte[] {1}));
        reopen();
        assertThat(stored("all")).isEmpty();
        broker.commitPrepared(new byte[] {1});
        assertThat(stored("all")).containsExactly("3");
        assertThat(stored("eu")).containsExactly("3");
    }

    @Test
    void shouldSendVolatileCopies() {
        var receipt = broker.send(Message.to("orders")
                .routingKey("orders.new.eu")
                .durability(Durability.MEMORY)
                .body("m")
                .build());

        // Nobody waits for it, so it is known only if it was written in the meantime.
        assertThat(receipt.offset()).isIn(Receipt.UNKNOWN_OFFSET, 0L);
        assertThat(receipt.others().get(0).messageId()).isEqualTo(receipt.messageId());
        var delivery = consumeQueue("eu").next();
        assertThat(delivery.message().id()).isEqualTo(receipt.messageId());
        assertThat(delivery.message().durability()).contains(Durability.MEMORY);
    }

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

    /** The letter is parked, as with a topic of that name: an exchange would send it on to nobody knows whom. */
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
                .hasMessageContaining("any of no headers");
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
