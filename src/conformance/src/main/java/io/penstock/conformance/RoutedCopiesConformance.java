package io.penstock.conformance;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.Schedule;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests the limits and the time to live of a destination for a message that an exchange sends there. */
public abstract class RoutedCopiesConformance extends BrokerConformance {

    private static final Limits ONE = Limits.ofMessages(1).build();

    /** An exchange that leads to both; 'first' comes before 'second' by its name. */
    private void exchange(Destination first, Destination second) {
        broker.declare(first);
        broker.declare(second);
        broker.declare(Destination.exchange("all", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("all", first.name()).build());
        broker.bind(Binding.all("all", second.name()).build());
    }

    private static Message message(String body) {
        return Message.to("all").body(body).build();
    }

    private List<String> waiting(String destination) {
        return broker.browse(BrowseRequest.waiting(destination, 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    private static void expectFull(CompletionStage<?> sent) {
        assertThat(sent.toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LimitReached.class);
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.EXCHANGES);
    }

    @Test
    void shouldWriteNoCopyIfOneDestinationHasNoRoomWhateverCallSends() {
        exchange(
                Destination.queue("first").build(),
                Destination.queue("second").limits(ONE).build());
        send("second", "there");

        assertThatThrownBy(() -> broker.send(message("a")))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("'second'");
        expectFull(broker.sendAsync(message("b")));
        expectFull(broker.sendAllAsync(List.of(message("c"))));
        expectFull(broker.sendAllAsync(List.of(
                Message.to("first").body("direct").build(),
                Message.to("all").id("mine").body("d").build())));
        var producer = broker.producer(ProducerOptions.of("p").build());
        assertThatThrownBy(() -> producer.send(message("e"))).isInstanceOf(PenstockException.LimitReached.class);
        var transaction = broker.begin();
        transaction.send(message("f"));
        expectFull(transaction.commitAsync());

        assertThat(waiting("first")).isEmpty();
        done(consumeQueue("second").next().acceptAsync());
        var receipt = producer.send(message("g"));
        assertThat(receipt.others()).extracting(Receipt::destination).containsExactly("second");
        assertThat(waiting("first")).containsExactly("g");
    }

    @Test
    void shouldWaitForRoomInAllDestinationsAndTakeNoneBefore() {
        var blocking = ONE.copy().overflow(Overflow.BLOCK).build();
        exchange(
                Destination.queue("first").limits(blocking).build(),
                Destination.queue("second").limits(blocking).build());
        send("first", "x");
        send("second", "y");
        var single = broker.sendAsync(message("a")).toCompletableFuture();

        done(consumeQueue("first").next().acceptAsync());
        assertThat(single).isNotDone();
        var second = consumeQueue("second");
        done(second.next().acceptAsync());
        assertThat(single).succeedsWithin(PATIENCE);
        assertThat(waiting("first")).containsExactly("a");

        var together = broker.sendAllAsync(List.of(message("b"))).toCompletableFuture();
        assertThat(together).isNotDone();
        done(second.next().acceptAsync());
        assertThat(together).isNotDone();
    }

    @Test
    void shouldThrowAwayTheOldestOfThatDestinationOnlyWhichSaysSo() {
        exchange(
                Destination.queue("first").build(),
                Destination.queue("second")
                        .limits(ONE.copy().overflow(Overflow.DISCARD_OLDEST).build())
                        .build());

        broker.send(message("a"));
        broker.send(message("b"));
        done(broker.sendAllAsync(List.of(message("c"))));

        assertThat(waiting("first")).containsExactly("a", "b", "c");
        assertThat(waiting("second")).containsExactly("c");
        assertThat(broker.statistics("second").discardedByLimit()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAMessageThatIsTooLargeForOneDestination() {
        exchange(
                Destination.queue("first").build(),
                Destination.queue("second")
                        .limits(Limits.NONE.copy().maxMessageBytes(10).build())
                        .build());

        assertThatThrownBy(() -> broker.send(message("more than ten bytes")))
                .isInstanceOf(PenstockException.MessageTooLarge.class)
                .hasMessageContaining("second");
        assertThat(broker.sendAllAsync(List.of(message("more than ten bytes"))).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.MessageTooLarge.class);
        assertThat(waiting("first")).isEmpty();
    }

    @Test
    void shouldGiveEachCopyTheTimeToLiveOfItsDestination() {
        exchange(
                Destination.queue("first").build(),
                Destination.queue("second").timeToLive(Duration.ofMinutes(1)).build());
        broker.send(message("single"));
        done(broker.sendAllAsync(List.of(message("together"))));
        broker.send(Message.to("all")
                .body("its own")
                .timeToLive(Duration.ofHours(5))
                .build());
        broker.schedule(Schedule.every("hourly", Duration.ofHours(1), message("scheduled"))
                .build());
        pass(Duration.ofHours(1));
        Awaitility.await().until(() -> waiting("first").contains("scheduled"));
        assertThat(waiting("first")).startsWith("single", "together", "its own");
        broker.schedules().cancel("hourly");

        pass(Duration.ofMinutes(2));
        assertThat(consumeQueue("second").next().message().bodyText()).isEqualTo("its own");
        Awaitility.await().until(() -> broker.destination("second.dlq").isPresent());
        var dead = consumeQueue("second.dlq").next(3);
        assertThat(dead)
                .extracting(letter -> letter.message().bodyText())
                .containsExactlyInAnyOrder("single", "together", "scheduled");
        assertThat(consumeQueue("first").next().message().expiresAt()).isEmpty();
    }

    @Test
    void shouldNotLeadToTemporaryDestinations() {
        exchange(Destination.queue("first").build(), Destination.queue("second").build());
        try (var temporary = broker.temporary(DestinationKind.QUEUE)) {
            String name = temporary.destination().name();

            assertThatThrownBy(() -> broker.bind(Binding.all("all", name).build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("temporary");
            assertThatThrownBy(() -> broker.declare(Destination.exchange(
                                    "other",
                                    Exchange.of(ExchangeType.FANOUT)
                                            .alternate(name)
                                            .build())
                            .build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("temporary");
            assertThatThrownBy(() ->
                            broker.declare(Destination.exchange(Destination.TEMPORARY_PREFIX + "x", ExchangeType.FANOUT)
                                    .build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class);
        }
    }
}
