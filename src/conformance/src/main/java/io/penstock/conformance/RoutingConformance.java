package io.penstock.conformance;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.RouteStep;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.spi.EngineMessage;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which way messages take through exchanges, and what is written of them. */
public abstract class RoutingConformance extends ExchangeConformance {

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
    void shouldTellWhereAMessageWouldGoAndWhyAndWriteNothing() {
        broker.declare(Destination.queue("way-eu").build());
        broker.declare(Destination.queue("way-large").build());
        broker.declare(Destination.queue("way-rest").build());
        broker.declare(Destination.exchange("way-inner", ExchangeType.FANOUT).build());
        broker.declare(Destination.exchange(
                        "way-outer",
                        Exchange.of(ExchangeType.PATTERN).alternate("way-rest").build())
                .build());
        var toEu = Binding.all("way-outer", "way-eu").pattern("orders.eu").build();
        var toInner = Binding.all("way-outer", "way-inner").pattern("orders.#").build();
        var toLarge =
                Binding.all("way-inner", "way-large").filter("amount > 10").build();
        List.of(toEu, toInner, toLarge).forEach(broker::bind);

        var large = Message.to("way-outer")
                .routingKey("orders.eu")
                .header("amount", "11")
                .build();
        assertThat(broker.routing().steps(large))
                .containsExactlyInAnyOrder(
                        new RouteStep("way-outer", "way-eu", toEu),
                        new RouteStep("way-outer", "way-inner", toInner),
                        new RouteStep("way-inner", "way-large", toLarge));
        assertThat(broker.routing()
                        .steps(Message.to("way-outer").routingKey("orders.us").build()))
                .containsExactly(new RouteStep("way-outer", "way-inner", toInner));
        assertThat(broker.routing().steps(Message.to("way-outer").key("else").build()))
                .containsExactly(new RouteStep("way-outer", "way-rest", null));
        assertThatThrownBy(() -> broker.routing().steps(Message.to("way-eu").build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        for (var name : List.of("way-eu", "way-large", "way-rest")) {
            assertThat(broker.statistics(name).sent()).as(name).isZero();
        }
        assertThat(broker.statistics("way-outer").routing().routed()).isZero();
    }
}
