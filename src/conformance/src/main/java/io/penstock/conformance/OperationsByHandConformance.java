package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests what an operator does to messages: redrive, discard, purge, delete; and that it is recorded. */
public abstract class OperationsByHandConformance extends BrokerConformance {

    private static final RetryPolicy ONCE = RetryPolicy.builder().maxRetries(0).build();

    private void kill(Throwable failure, String... ids) {
        queue(Subscription.ofQueue("orders").retry(ONCE));
        for (String id : ids) {
            broker.send(Message.to("orders")
                    .id(id)
                    .body(id)
                    .header("region", id.substring(0, 1))
                    .build());
        }
        try (var inbox = consumeQueue("orders")) {
            inbox.next(ids.length).forEach(delivery -> done(delivery.failAsync(failure)));
        }
    }

    private List<String> waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 10_000).build()).stream()
                .map(stored -> stored.message().id())
                .toList();
    }

    private OperationRecord finished(OperationRecord operation) {
        await().atMost(PATIENCE).until(() -> now(operation).finishedAt().isPresent());
        return now(operation);
    }

    private OperationRecord now(OperationRecord operation) {
        return broker.operations().find(operation.id()).orElseThrow();
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.OPERATIONS_BY_HAND);
    }

    @Test
    void shouldRouteLettersByTheNearestClassOfTheirFailure() {
        queue(Subscription.ofQueue("orders")
                .retry(ONCE)
                .deadLetter(DeadLetterPolicy.DEFAULT
                        .copy()
                        .routes(Map.of(
                                "java.io.IOException", "io-failures", "java.io.FileNotFoundException", "missing-files"))
                        .build()));
        reopen();
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        done(inbox.next().failAsync(new FileNotFoundException("a")));
        done(inbox.next().failAsync(new java.io.EOFException("b")));
        done(inbox.next().failAsync(new IllegalStateException("c")));
        assertThat(waiting("missing-files")).hasSize(1);
        assertThat(waiting("io-failures")).hasSize(1);
        assertThat(waiting("orders.dlq")).hasSize(1);
    }

    @Test
    void shouldThrowAwayAllButWhatIsRouted() {
        queue(Subscription.ofQueue("orders")
                .retry(ONCE)
                .deadLetter(DeadLetterPolicy.DISCARD
                        .copy()
                        .routes(Map.of("java.io.IOException", "io-failures"))
                        .build()));
        send("orders", "a", "b");
        var inbox = consumeQueue("orders");
        done(inbox.next().failAsync(new IOException("a")));
        done(inbox.next().failAsync(new IllegalStateException("b")));
        assertThat(waiting("io-failures")).hasSize(1);
        assertThat(broker.destination("orders.dlq")).isEmpty();
        assertThat(broker.statistics("orders").subscriptions().get(0).discarded())
                .isEqualTo(1);
    }

    @Test
    void shouldPutBackWhatAFilterChooses() {
        kill(new IOException("disk"), "a1", "b1");
        kill(new IllegalStateException("state"), "a2", "b2");
        var byFailure = DeadLetterRequest.all("orders.dlq", "ada")
                .filter("penstock_exception LIKE 'java.io.%' AND penstock_origin = 'orders'")
                .build();
        assertThat(broker.operations().count(byFailure)).isEqualTo(2);
        assertThat(waiting("orders.dlq")).hasSize(4);

        var done = finished(broker.operations()
                .redrive(byFailure
                        .copy()
                        .filter(byFailure.filter() + " AND region = 'b'")
                        .build()));
        assertThat(done.messages()).isEqualTo(1);
        assertThat(done.left()).isZero();
        assertThat(waiting("orders")).containsExactly("b1");
        assertThat(waiting("orders.dlq")).containsExactlyInAnyOrder("a1", "a2", "b2");
        assertThatThrownBy(() -> broker.operations()
                        .redrive(byFailure.copy().filter("region =").build()))
                .isInstanceOf(PenstockException.InvalidFilter.class);
    }

    @Test
    void shouldBrowseLettersByWhyTheyDied() {
        kill(new IOException("disk"), "a1", "b1");
        kill(new IllegalStateException("state"), "a2", "b2");
        broker.send(Message.to("orders.dlq").id("work").body("no letter").build());
        var all = BrowseRequest.waiting("orders.dlq", 100);

        assertThat(broker.browse(all.filter("penstock_exception = 'java.io.IOException' AND region = 'b'")
                        .build()))
                .extracting(stored -> stored.message().id())
                .containsExactly("b1");
        assertThat(broker.browse(all.filter("penstock_reason IS NULL").build()))
                .extracting(stored -> stored.message().id())
                .containsExactly("work");
        assertThat(broker.browse(BrowseRequest.all("orders.dlq", 100)
                        .filter("penstock_attempts >= 1")
                        .build()))
                .hasSize(4);
        assertThatThrownBy(() -> broker.browse(all.filter("penstock_reason =").build()))
                .isInstanceOf(PenstockException.InvalidFilter.class);
    }

    @Test
    void shouldWriteDownWhoDidWhatToHowMany() {
        kill(new IOException("disk"), "a1", "a2", "a3");
        var begun = clock.instant();
        finished(broker.operations()
                .redrive(DeadLetterRequest.all("orders.dlq", "ada")
                        .messageIds(Set.of("a1", "none"))
                        .build()));
        finished(broker.operations()
                .discard(DeadLetterRequest.all("orders.dlq", "bob")
                        .limit(1)
                        .reason("known to be harmless")
                        .build()));
        reopen();
        var list = broker.operations().list();
        assertThat(list).hasSize(2);
        assertThat(list.get(0).kind()).isEqualTo(OperationKind.DISCARD);
        assertThat(list.get(0).actor()).isEqualTo("bob");
        assertThat(list.get(0).reason()).isEqualTo("known to be harmless");
        assertThat(list.get(0).selection()).isEqualTo("at most 1");
        assertThat(list.get(0).messages()).isEqualTo(1);
        assertThat(list.get(1).kind()).isEqualTo(OperationKind.REDRIVE);
        assertThat(list.get(1).destination()).isEqualTo("orders.dlq");
        assertThat(list.get(1).selection()).isEqualTo("2 id(s): a1, none");
        assertThat(list.get(1).messages()).isEqualTo(1);
        assertThat(list.get(1).startedAt()).isEqualTo(begun);
        assertThat(list.get(1).finishedAt()).contains(begun);
        assertThat(waiting("orders.dlq")).hasSize(1);
    }

    @Test
    void shouldPutBackNoFasterThanAskedAndGoOnAfterARestart() {
        kill(new IOException("disk"), "a1", "a2", "a3", "a4", "a5");
        var slow = broker.operations()
                .redrive(DeadLetterRequest.all("orders.dlq", "ada").perSecond(1).build());
        await().atMost(PATIENCE).until(() -> now(slow).messages() > 0);
        long atOnce = now(slow).messages();
        assertThat(atOnce).isBetween(1L, 2L);
        pass(Duration.ofSeconds(1));
        await().atMost(PATIENCE).until(() -> now(slow).messages() > atOnce);
        assertThat(now(slow).messages())
                .as("two at once, of which the second may be seen later, and one after a second")
                .isLessThanOrEqualTo(3);
        assertThat(now(slow).finishedAt()).isEmpty();
        reopen();
        for (int second = 0; second < 5; second++) {
            pass(Duration.ofSeconds(1));
        }
        await().atMost(PATIENCE).until(() -> {
            pass(Duration.ofSeconds(1));
            return now(slow).finishedAt().isPresent();
        });
        assertThat(now(slow).messages()).isEqualTo(5);
        assertThat(waiting("orders")).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5");
        assertThat(waiting("orders.dlq")).isEmpty();
    }

    @Test
    void shouldBeginAfterItsDelayAlsoAfterARestart() {
        kill(new IOException("disk"), "a1", "a2");
        var begun = clock.instant();
        var delayed = broker.operations()
                .redrive(DeadLetterRequest.all("orders.dlq", "ada")
                        .delay(Duration.ofMinutes(1))
                        .build());
        assertThat(delayed.startedAt()).isEqualTo(begun);
        assertThat(delayed.beginsAt()).isEqualTo(begun.plusSeconds(60));
        kill(new IOException("disk"), "a3");
        pass(Duration.ofSeconds(59));
        assertThat(now(delayed).messages()).isZero();
        reopen();
        assertThat(now(delayed).beginsAt()).isEqualTo(begun.plusSeconds(60));
        assertThat(now(delayed).finishedAt()).isEmpty();
        assertThat(waiting("orders.dlq")).containsExactlyInAnyOrder("a1", "a2", "a3");

        pass(Duration.ofSeconds(1));

        assertThat(finished(delayed).messages()).isEqualTo(2);
        assertThat(waiting("orders.dlq")).as("which died later").containsExactly("a3");
        assertThat(waiting("orders")).containsExactlyInAnyOrder("a1", "a2");
    }

    @Test
    void shouldUndoWhatHasNotBegun() {
        kill(new IOException("disk"), "a1", "a2");
        var delayed = broker.operations()
                .discard(DeadLetterRequest.all("orders.dlq", "ada")
                        .reason("by mistake")
                        .delay(DeadLetterRequest.MAX_DELAY)
                        .build());
        pass(Duration.ofHours(1));
        reopen();

        var stopped = broker.operations().stop(delayed.id()).orElseThrow();

        assertThat(stopped.messages()).isZero();
        assertThat(stopped.finishedAt()).isPresent();
        pass(Duration.ofDays(2));
        assertThat(now(delayed).messages()).isZero();
        assertThat(waiting("orders.dlq")).containsExactlyInAnyOrder("a1", "a2");
        var all = DeadLetterRequest.all("orders.dlq", "ada");
        for (var wrong : List.of(
                Duration.ofMillis(-1), DeadLetterRequest.MAX_DELAY.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> all.delay(wrong).build())
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("delay");
        }
    }

    @Test
    void shouldStopWhatGoesOn() {
        kill(new IOException("disk"), "a1", "a2", "a3");
        var slow = broker.operations()
                .redrive(DeadLetterRequest.all("orders.dlq", "ada").perSecond(1).build());
        assertThat(broker.operations().stop(slow.id()).orElseThrow().finishedAt())
                .isPresent();
        pass(Duration.ofMinutes(1));
        long done = now(slow).messages();
        assertThat(waiting("orders")).hasSize((int) done);
        assertThat(waiting("orders.dlq")).hasSize(3 - (int) done);
        assertThat(done).isLessThan(3);
    }

    @Test
    void shouldPurgeAllButWhatConsumersHave() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.KEY));
        for (int i = 0; i < 10; i++) {
            broker.send(Message.to("orders")
                    .key("k" + i % 3)
                    .body("m" + i)
                    .deliverAt(i < 5 ? null : clock.instant().plusSeconds(60))
                    .build());
        }
        var inbox = consumeQueue("orders");
        var held = inbox.next(3);
        var purge = broker.operations().purge("orders", null, "ada");
        assertThat(purge.messages()).isEqualTo(7);
        assertThat(purge.left()).isEqualTo(3);
        assertThat(purge.finishedAt()).isPresent();
        assertThat(waiting("orders")).hasSize(3);

        held.forEach(delivery -> done(delivery.acceptAsync()));
        pass(Duration.ofMinutes(2));
        broker.send(Message.to("orders").key("k0").body("later").build());
        assertThat(inbox.next().message().bodyText()).isEqualTo("later");
        inbox.expectNothing();
        var statistics = broker.statistics("orders").subscriptions().get(0);
        assertThat(statistics.waiting()).isEqualTo(1);
        assertThat(statistics.scheduled()).isZero();
        reopen();
        assertThat(waiting("orders")).hasSize(1);
    }

    @Test
    void shouldPurgeASubscriptionAndLeaveOthersAlone() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "one").build());
        broker.declare(Subscription.ofTopic("prices", "two").build());
        send("prices", "a", "b");
        assertThat(broker.operations().purge("prices", "one", "ada").messages()).isEqualTo(2);
        assertThat(broker.browse(
                        BrowseRequest.all("prices", 10).subscription("one").build()))
                .isEmpty();
        assertThat(broker.browse(
                        BrowseRequest.all("prices", 10).subscription("two").build()))
                .hasSize(2);
    }

    @Test
    void shouldDeleteADestinationWithEverythingInIt() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        send("orders", "a", "b", "c");
        var deleted = broker.operations().delete("orders", false, "ada");
        assertThat(deleted.messages()).isEqualTo(3);
        assertThat(broker.destination("orders")).isEmpty();
        assertThatThrownBy(() -> send("orders", "d")).isInstanceOf(PenstockException.UnknownDestination.class);
        reopen();
        assertThat(broker.destination("orders")).isEmpty();
        broker.declare(Destination.topic("orders").build());
        assertThat(broker.statistics("orders").messages()).isZero();
        reopen();
        assertThat(broker.destination("orders").orElseThrow().isQueue()).isFalse();
        assertThat(broker.operations().list().get(0).kind()).isEqualTo(OperationKind.DELETE);
    }

    @Test
    void shouldSayWhatATopicDoesNotHave() {
        broker.declare(Destination.topic("prices").build());
        var letters = DeadLetterRequest.all("prices", "ada").build();

        assertThatThrownBy(() -> broker.operations().purge("prices", null, "ada"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'prices' is a topic");
        assertThatThrownBy(() -> broker.operations().redrive(letters))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'prices' is a topic");
        assertThatThrownBy(() -> broker.operations().delete("prices", false, "a\nb"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("actor");
    }

    @Test
    void shouldNotDeleteWhatHasConsumersUnlessForced() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        var inbox = consumeQueue("orders");
        var delivery = inbox.next();
        assertThatThrownBy(() -> broker.operations().delete("orders", false, "ada"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("1 consumer");
        broker.operations().delete("orders", true, "ada");
        assertThat(delivery.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
        inbox.close();
        broker.declare(Destination.queue("orders").build());
        send("orders", "b");
        assertThat(consumeQueue("orders").next().message().bodyText()).isEqualTo("b");
    }
}
