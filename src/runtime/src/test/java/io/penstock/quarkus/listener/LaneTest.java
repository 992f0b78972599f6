package io.penstock.quarkus.listener;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.listener.DeadLetterException;
import io.penstock.listener.RetryLaterException;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.event.ListenerEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTest {

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> soon = new ArrayDeque<>();
    private final List<ListenerEvent> events = new ArrayList<>();
    private final List<Delivery> called = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private final FakeConsumer consumer = new FakeConsumer();
    private CompletableFuture<CallOutcome> result = CompletableFuture.completedFuture(CallOutcome.DONE);
    private Runnable duringCall = () -> {};
    private boolean interrupted;
    private boolean saturated;
    private long nanos;
    private Lane lane;

    @BeforeEach
    void open() {
        open(consumer.options());
    }

    private void open(ConsumerOptions options) {
        open(options, new Prefetch(4));
    }

    private void open(ConsumerOptions options, Prefetch prefetch) {
        open(options, prefetch, Ordering.NONE);
    }

    private void open(ConsumerOptions options, Prefetch prefetch, Ordering ordering) {
        var broker = FakeBroker.with(new Object() {
            @SuppressWarnings("unused")
            Consumer consume(ConsumerOptions joining, DeliveryHandler handler) {
                return consumer;
            }
        });
        var log = new ListenerLog("orders", InstantSource.system(), events::add);
        var settlement = new CallSettlement(
                broker,
                options,
                Subscription.ofQueue("orders").ordering(ordering).build(),
                log);
        lane = new Lane(options, prefetch, this::call, this::execute, settlement, log, () -> nanos, soon::add);
        lane.open(broker);
    }

    private CompletableFuture<CallOutcome> call(List<Delivery> deliveries) {
        calls.add(deliveries.size());
        called.addAll(deliveries);
        duringCall.run();
        return result;
    }

    private void execute(Runnable task) {
        if (saturated) {
            throw new RejectedExecutionException("no thread");
        }
        work.add(task);
    }

    private void runAll() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    @Test
    void shouldAcceptAndAskForMoreBeforeTheAcceptanceIsDurable() {
        var delivery = new FakeDelivery("a");
        lane.handle(List.of(delivery));
        assertThat(called).as("called on the dispatch thread").isEmpty();
        runAll();
        assertThat(delivery.disposition).isEqualTo("accepted");
        assertThat(consumer.requested).isGreaterThan(1);
    }

    @Test
    void shouldProcessABatchInOrderInOneTurn() {
        var batch = deliveries(3);
        lane.handle(List.copyOf(batch));
        assertThat(work).hasSize(1);
        runAll();
        assertThat(called).containsExactlyElementsOf(batch);
    }

    @Test
    void shouldAcceptTogetherWhatAFastHandlerHasProcessedInOneTurn() {
        becomeFast();
        var batch = deliveries(3);

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(consumer.accepted).containsExactly(3);
    }

    @Test
    void shouldNotLetWhatIsProcessedWaitForACallThatTakesLong() {
        becomeFast();
        var batch = deliveries(3);
        int before = called.size();
        duringCall = () -> {
            if (called.size() == before + 3) {
                assertThat(consumer.accepted).isEmpty();
                soon.poll().run();
                assertThat(consumer.accepted).as("while the third is processed").containsExactly(2);
            }
        };

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(batch).allMatch(each -> each.disposition.equals("accepted"));
    }

    @Test
    void shouldAcceptWhatWasProcessedBeforeACallThatFails() {
        becomeFast();
        var batch = deliveries(3);
        int before = called.size();
        duringCall = () -> {
            if (called.size() == before + 2) {
                throw new IllegalStateException("no");
            }
        };

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(batch.get(0).disposition).isEqualTo("accepted");
        assertThat(batch.get(1).disposition).startsWith("failed");
        assertThat(batch.get(2).disposition).isEqualTo("accepted");
    }

    @Test
    void shouldBeDrainedWhenWhatCameTogetherIsAccepted() {
        becomeFast();
        var batch = deliveries(3);
        int before = called.size();
        var drained = new ArrayList<CompletableFuture<Void>>();
        duringCall = () -> {
            if (called.size() == before + 2) {
                drained.add(lane.drain());
            }
        };

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(drained.get(0)).isNotDone();
        batch.subList(0, 2).forEach(each -> each.settled.complete(null));
        assertThat(drained.get(0)).isCompleted();
        assertThat(called).hasSize(before + 2);
        assertThat(batch.get(0).disposition).isEqualTo("accepted");
        assertThat(batch.get(1).disposition).isEqualTo("accepted");
        assertThat(batch.get(2).disposition)
                .as("given back when the consumer is closed")
                .isEqualTo("none");
    }

    /** Lets so many calls take no time that the lane knows. */
    private void becomeFast() {
        for (int i = 0; i < 100; i++) {
            var fast = new FakeDelivery("fast" + i);
            lane.handle(List.of(fast));
            runAll();
            fast.settled.complete(null);
        }
        consumer.accepted.clear();
    }

    @Test
    void shouldGoOnAfterAnythingThatACallThrows() {
        var batch = deliveries(3);
        duringCall = () -> {
            if (called.size() == 1) {
                throw new NoClassDefFoundError("com/acme/Missing");
            }
            if (called.size() == 2) {
                throw new RuntimeException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        throw new IllegalStateException("it cannot even be described");
                    }
                };
            }
        };

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(batch.get(0).disposition).startsWith("failed");
        assertThat(batch.get(1).disposition).startsWith("failed");
        assertThat(batch.get(2).disposition).isEqualTo("accepted");
    }

    @Test
    void shouldDoWhatAListenerSaysByItsException() {
        var batch = deliveries(2);
        duringCall = () -> {
            throw called.size() == 1
                    ? new RetryLaterException(Duration.ofMinutes(5))
                    : new DeadLetterException("has no address");
        };

        lane.handle(List.copyOf(batch));
        runAll();

        assertThat(batch.get(0).disposition).isEqualTo("released after PT5M, not counted");
        assertThat(batch.get(1).disposition).startsWith("rejected").contains("REJECTED", "has no address");
    }

    @Test
    void shouldYieldItsThreadNowAndThen() {
        duringCall = () -> nanos += 10_000;
        lane.handle(List.copyOf(deliveries(100)));
        work.poll().run();
        assertThat(called).hasSize(64);
        assertThat(work).hasSize(1);
        runAll();
        assertThat(called).hasSize(100);
    }

    @Test
    void shouldKeepItsThreadAsLongAsToPassItOnWouldCostMore() {
        duringCall = () -> nanos += 1_000;
        lane.handle(List.copyOf(deliveries(1_000)));

        work.poll().run();

        assertThat(called).as("half a millisecond").hasSize(501);
        assertThat(work).hasSize(1);
        runAll();
        assertThat(called).hasSize(1_000);
    }

    @Test
    void shouldProcessOneAtATimeWhenTheHandlerIsAsynchronous() {
        var first = new CompletableFuture<CallOutcome>();
        result = first;
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        runAll();
        assertThat(called).containsExactly(batch.get(0));
        assertThat(batch.get(0).disposition).isEqualTo("none");

        first.complete(CallOutcome.DONE);
        assertThat(batch.get(0).disposition).isEqualTo("accepted");
        runAll();
        assertThat(called).containsExactlyElementsOf(batch);
    }

    @Test
    void shouldFailTheDeliveryWithWhatTheHandlerThrew() {
        var cause = new IllegalStateException("no stock");
        result = CompletableFuture.<CallOutcome>failedFuture(cause).thenApply(value -> value);
        var delivery = new FakeDelivery("a");
        lane.handle(List.of(delivery));
        runAll();
        assertThat(delivery.disposition).isEqualTo("failed");
        assertThat(delivery.failure).isSameAs(cause);
    }

    @Test
    void shouldRejectWhatCannotBeRead() {
        var cause = new IllegalArgumentException("no JSON");
        result = CompletableFuture.failedFuture(new UnreadableBody("The body cannot be read", cause));
        var delivery = new FakeDelivery("a");
        lane.handle(List.of(delivery));
        runAll();
        assertThat(delivery.disposition).isEqualTo("rejected as UNREADABLE: The body cannot be read");
        assertThat(delivery.failure).isSameAs(cause);
    }

    @Test
    void shouldStopAskingWhileTooManySettlementsAreOnTheirWay() {
        var deliveries = deliveries(300);
        for (var delivery : deliveries) {
            lane.handle(List.of(delivery));
            runAll();
        }
        long requested = consumer.requested;
        assertThat(requested).isLessThan(300);

        deliveries.forEach(delivery -> delivery.settled.complete(null));
        assertThat(consumer.requested).isGreaterThanOrEqualTo(300);
    }

    @Test
    void shouldGiveBackWhatFindsNoWorker() {
        saturated = true;
        var delivery = new FakeDelivery("a");
        lane.handle(List.of(delivery));
        assertThat(delivery.disposition).isEqualTo("released after PT1S, not counted");
        delivery.settled.complete(null);

        saturated = false;
        var next = new FakeDelivery("b");
        lane.handle(List.of(next));
        runAll();
        assertThat(next.disposition).isEqualTo("accepted");
    }

    @Test
    void shouldDrainWhenTheRunningMessageIsSettled() {
        var running = new CompletableFuture<CallOutcome>();
        result = running;
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        runAll();

        var drained = lane.drain();
        assertThat(consumer.paused).isTrue();
        running.complete(CallOutcome.DONE);
        runAll();
        assertThat(drained).isNotDone();
        batch.get(0).settled.complete(null);
        assertThat(drained).isDone();
        assertThat(batch.get(1).disposition)
                .as("left to the release by closing")
                .isEqualTo("none");
    }

    @Test
    void shouldBeginNothingOnceDrained() {
        assertThat(lane.drain()).isDone();
        lane.handle(List.copyOf(deliveries(1)));
        runAll();
        assertThat(called).isEmpty();
    }

    @Test
    void shouldRenewWhatItHoldsAtHalfTheLease() {
        result = new CompletableFuture<CallOutcome>();
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        runAll();
        lane.tick();
        assertThat(batch.get(0).renewals).isZero();

        nanos += Duration.ofSeconds(150).toNanos();
        lane.tick();
        lane.tick();
        assertThat(batch).extracting(delivery -> delivery.renewals).containsExactly(1, 1);

        result.complete(CallOutcome.DONE);
        nanos += Duration.ofSeconds(150).toNanos();
        lane.tick();
        assertThat(batch).extracting(delivery -> delivery.renewals).containsExactly(1, 2);
    }

    @Test
    void shouldGiveUpWhatTakesTooLongAndGoOn() {
        open(ConsumerOptions.ofQueue("orders", "orders-1")
                .maxProcessingTime(Duration.ofMinutes(10))
                .build());
        var hung = new CompletableFuture<CallOutcome>();
        result = hung;
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        runAll();
        nanos += Duration.ofMinutes(10).toNanos() - 1;
        lane.tick();
        assertThat(hung).isNotDone();

        nanos++;
        result = CompletableFuture.completedFuture(CallOutcome.DONE);
        lane.tick();
        assertThat(hung).isCancelled();
        runAll();
        assertThat(batch).extracting(delivery -> delivery.disposition).containsExactly("none", "accepted");
        batch.get(1).settled.complete(null);
        assertThat(lane.drain()).isDone();
    }

    @Test
    void shouldInterruptAHandlerThatTakesTooLongAndLeaveTheThreadClean() {
        open(ConsumerOptions.ofQueue("orders", "orders-1")
                .maxProcessingTime(Duration.ofMinutes(10))
                .build());
        var batch = deliveries(2);
        duringCall = () -> {
            duringCall = () -> {};
            nanos += Duration.ofMinutes(10).toNanos();
            lane.tick();
            interrupted = Thread.currentThread().isInterrupted();
        };
        lane.handle(List.copyOf(batch));
        runAll();
        assertThat(interrupted).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(batch).extracting(delivery -> delivery.disposition).containsExactly("none", "accepted");
    }

    @Test
    void shouldNeitherFailNorSkipWhatWasSettledBefore() {
        open(ConsumerOptions.ofQueue("orders", "orders-1").settleFirst(true).build());
        result = CompletableFuture.failedFuture(new IllegalStateException("lost"));
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        lane.drain();
        runAll();
        assertThat(called).containsExactlyElementsOf(batch);
        assertThat(batch).extracting(delivery -> delivery.disposition).containsOnly("accepted");
    }

    @Test
    void shouldHandWhatWaitsOverInBatches() {
        open(consumer.options(), new Prefetch(6, 3));
        assertThat(consumer.requested)
                .as("at the begin, besides what an unused lane asked for")
                .isEqualTo(1 + 3);
        lane.handle(List.copyOf(deliveries(4)));
        runAll();
        assertThat(calls).containsExactly(3, 1);
        assertThat(called).hasSize(4);
    }

    @Test
    void shouldGiveBackWhatWaitsInAPauseAndTakeMoreAfterIt() {
        var running = new CompletableFuture<CallOutcome>();
        result = running;
        var batch = deliveries(2);
        lane.handle(List.copyOf(batch));
        runAll();

        lane.pause();
        assertThat(consumer.paused).isTrue();
        running.complete(CallOutcome.DONE);
        runAll();
        assertThat(batch)
                .extracting(delivery -> delivery.disposition)
                .containsExactly("accepted", "released after PT0S, not counted");
        long requested = consumer.requested;
        batch.forEach(delivery -> delivery.settled.complete(null));
        assertThat(consumer.requested).as("while it is paused").isEqualTo(requested);

        lane.resume();
        assertThat(consumer.requested).isGreaterThan(requested);
        lane.handle(List.copyOf(deliveries(1)));
        runAll();
        assertThat(called).hasSize(2);
    }

    @Test
    void shouldProcessNothingOfAPartitionBeforeWhatComesAgainInOrder() {
        open(consumer.options(), new Prefetch(4), Ordering.PARTITION);
        var batch = List.of(new FakeDelivery("a", 1), new FakeDelivery("b", 2), new FakeDelivery("c", 3));
        result = CompletableFuture.failedFuture(new IllegalStateException("no stock"));
        lane.handle(List.copyOf(batch));
        runAll();
        assertThat(called).as("before the broker knows of the failure").containsExactly(batch.get(0));

        var again = List.of(new FakeDelivery("a", 1), new FakeDelivery("b", 2));
        lane.handle(List.copyOf(again));
        result = CompletableFuture.completedFuture(CallOutcome.DONE);
        batch.forEach(delivery -> delivery.settled.complete(null));
        runAll();

        assertThat(batch)
                .extracting(delivery -> delivery.disposition)
                .containsExactly("failed", "released after PT0S, not counted", "released after PT0S, not counted");
        assertThat(called).containsExactly(batch.get(0), again.get(0), again.get(1));
        again.forEach(delivery -> delivery.settled.complete(null));
        assertThat(lane.drain()).isDone();
    }

    @Test
    void shouldGoOnAfterALostLease() {
        var delivery = new FakeDelivery("a");
        lane.handle(List.of(delivery));
        runAll();
        delivery.settled.completeExceptionally(new PenstockException.LeaseLost("orders", "orders", 0, 0));
        var next = new FakeDelivery("b");
        lane.handle(List.of(next));
        runAll();
        assertThat(next.disposition).isEqualTo("accepted");
    }

    private static List<FakeDelivery> deliveries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FakeDelivery("m" + i))
                .toList();
    }

    private static final class FakeConsumer implements Consumer {

        /** The sizes of the groups that were accepted together. */
        final List<Integer> accepted = new ArrayList<>();

        long requested;
        boolean paused;

        @Override
        public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
            accepted.add(deliveries.size());
            return Consumer.super.acceptAsync(deliveries);
        }

        @Override
        public void request(long deliveries) {
            requested += deliveries;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void drain() {
            pause();
        }

        @Override
        public ConsumerOptions options() {
            return ConsumerOptions.ofQueue("orders", "orders-1").build();
        }

        @Override
        public void close() {}
    }
}
