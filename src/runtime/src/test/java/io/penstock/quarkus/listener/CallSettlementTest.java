package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.RetryLaterException;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.event.ListenerEvent;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class CallSettlementTest {

    private static final Broker BROKER = FakeBroker.with(new Object());

    private final List<ListenerEvent> events = new ArrayList<>();
    private final List<FakeDelivery> batch =
            Stream.of("a", "b", "c", "d").map(FakeDelivery::new).toList();

    @Test
    void shouldAcceptAllOfABatchButWhatHasFailed() {
        settle(
                Ordering.NONE,
                CompletableFuture.completedFuture(new CallOutcome(
                        Map.of(
                                1, new IllegalStateException("no stock"),
                                2, new DeadLetterException("no address"),
                                3, new RetryLaterException(Duration.ofMinutes(1))),
                        List.of(),
                        false)));
        assertThat(dispositions())
                .containsExactly(
                        "accepted", "failed", "rejected as REJECTED: no address", "released after PT1M, not counted");
        assertThat(events)
                .extracting(event ->
                        event.getClass().getSimpleName() + " " + event.message().bodyText())
                .containsExactlyInAnyOrder("MessageRetried b", "MessageDead c", "MessageRetried d");
    }

    @Test
    void shouldFailTheWholeBatchByAnyOtherException() {
        settle(Ordering.KEY, CompletableFuture.failedFuture(new IllegalStateException("no database")));
        assertThat(dispositions()).containsOnly("failed");
    }

    @Test
    void shouldKeepTheOrderOfAPartitionBehindWhatComesAgain() {
        settle(
                Ordering.PARTITION,
                CompletableFuture.completedFuture(new CallOutcome(
                        Map.of(0, new DeadLetterException("no"), 2, new IllegalStateException("no stock")),
                        List.of(),
                        false)));
        assertThat(dispositions())
                .containsExactly("rejected as REJECTED: no", "accepted", "failed", "released after PT0S, not counted");
    }

    @Test
    void shouldFailTheFirstOfAPartitionWhenTheWholeBatchHasFailedInOrder() {
        settle(Ordering.PARTITION, CompletableFuture.failedFuture(new IllegalStateException("no database")));
        assertThat(dispositions().get(0)).isEqualTo("failed");
        assertThat(dispositions().subList(1, 4)).containsOnly("released after PT0S, not counted");
    }

    @Test
    void shouldLeaveAloneWhatTheCallHasAccepted() {
        settle(
                Ordering.NONE,
                CompletableFuture.completedFuture(
                        new CallOutcome(Map.of(3, new IllegalStateException("no stock")), List.of(), true)));
        assertThat(dispositions()).containsExactly("none", "none", "none", "failed");
    }

    private void settle(Ordering ordering, CompletableFuture<CallOutcome> result) {
        var options = ConsumerOptions.ofQueue("orders", "orders-1").build();
        var log = new ListenerLog("orders", InstantSource.system(), events::add);
        new CallSettlement(
                        BROKER,
                        options,
                        Subscription.ofQueue("orders").ordering(ordering).build(),
                        log)
                .of(new PlainConsumer(options), List.copyOf(batch), result);
    }

    private List<String> dispositions() {
        return batch.stream().map(delivery -> delivery.disposition).toList();
    }

    private record PlainConsumer(ConsumerOptions options) implements Consumer {

        @Override
        public void request(long deliveries) {}

        @Override
        public void pause() {}

        @Override
        public void drain() {}

        @Override
        public void close() {}
    }
}
