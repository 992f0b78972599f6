package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRequest;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.RedriveRequest;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.Subscription;
import io.penstock.conformance.tool.EdgeValues;
import io.penstock.conformance.tool.ManualClock;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Random calls of a broker with {@link EdgeValues}. Each works, or fails with a {@link PenstockException}. */
final class EdgeCalls {

    private static final int MAX_CONSUMERS = 8;

    private final Broker broker;
    private final Random random;
    private final EdgeValues values;
    private final EdgeDeclarations some;
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Replay> replays = new ArrayList<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final long salt;
    private final ManualClock clock;
    private volatile boolean isOver;

    EdgeCalls(Broker broker, Random random, ManualClock clock) {
        this.broker = broker;
        this.random = random;
        this.clock = clock;
        values = new EdgeValues(random, clock);
        some = new EdgeDeclarations(values);
        salt = random.nextLong();
    }

    /** Destinations that are there, so that something comes of what names them. */
    void begin() {
        for (int i = 0; i < EdgeValues.USUAL_NAMES; i++) {
            String name = "d" + i;
            var kind = DestinationKind.values()[i % 2];
            check(() -> broker.declare(Destination.builder(name, kind).build()));
            check(() -> broker.declare(Subscription.ofTopic(name, "d0").build()));
        }
    }

    /** What happens from now on is the end of the broker. */
    void end() {
        isOver = true;
    }

    void requireNoSurprise() {
        var surprise = surprises.peek();
        if (surprise != null) {
            throw new AssertionError("A call may fail with a PenstockException only.", surprise);
        }
    }

    private void check(Callable<?> call) {
        try {
            call.call();
        } catch (PenstockException e) {
            // Refused, and said why.
            if (e.getMessage() == null) {
                surprises.add(e);
            }
        } catch (Exception | StackOverflowError e) {
            surprises.add(e);
        }
        requireNoSurprise();
    }

    private CompletionStage<?> watch(CompletionStage<?> stage) {
        return stage.whenComplete((result, failure) -> {
            var cause = failure == null ? null : PenstockException.causeOf(failure);
            if (cause != null && !(cause instanceof PenstockException) && !isOver) {
                surprises.add(cause);
            }
        });
    }

    void any() {
        switch (random.nextInt(12)) {
            case 0, 1 -> declare();
            case 2, 3 -> check(() -> broker.schedule(some.schedule()));
            case 4 -> route();
            case 5 -> consume();
            case 6 -> operate();
            case 7 -> check(this::look);
            default -> send();
        }
    }

    private void declare() {
        switch (random.nextInt(8)) {
            case 0 -> check(() -> broker.alter(some.destination()));
            case 1 ->
                check(() -> {
                    broker.unsubscribe(values.name(), values.name());
                    return null;
                });
            case 2, 3, 4 -> check(() -> broker.declare(some.subscription()));
            default -> check(() -> broker.declare(some.destination()));
        }
    }

    private void route() {
        check(() -> {
            switch (random.nextInt(5)) {
                case 0 -> broker.unbind(some.binding());
                case 1 -> broker.routing().removeRule(values.name());
                case 2 -> broker.routing().declare(some.rule());
                default -> broker.bind(some.binding());
            }
            return null;
        });
    }

    private void send() {
        switch (random.nextInt(8)) {
            case 0 -> check(() -> watch(broker.sendAllAsync(List.of(some.message(), some.message()))));
            case 1 ->
                check(() -> {
                    var transaction = broker.begin(values.duration());
                    transaction.send(some.message());
                    transaction.send(some.message());
                    return watch(transaction.commitAsync());
                });
            case 2 ->
                check(() -> {
                    var producer =
                            broker.producer(ProducerOptions.of(values.name()).build());
                    return watch(producer.sendAsync(values.large(), some.message()));
                });
            default -> check(() -> watch(broker.sendAsync(some.message())));
        }
    }

    private void consume() {
        check(() -> {
            if (consumers.size() >= MAX_CONSUMERS) {
                consumers.remove(random.nextInt(MAX_CONSUMERS)).close();
            }
            String name = values.name();
            var options = random.nextBoolean()
                    ? ConsumerOptions.ofQueue(name, values.name())
                    : ConsumerOptions.ofTopic(name, random.nextBoolean() ? "d0" : values.name(), values.name());
            if (random.nextBoolean()) {
                options.lease(values.duration());
            }
            if (values.once(4)) {
                options.maxProcessingTime(values.duration());
            }
            if (values.once(4)) {
                options.filter(values.filter());
            }
            var consumer = broker.consume(options.build(), deliveries -> deliveries.forEach(this::dispose));
            consumers.add(consumer);
            consumer.request(Math.max(1, values.large()));
            return null;
        });
    }

    /** On a dispatch loop: by what is delivered alone, so that a seed repeats it. */
    private void dispose(Delivery delivery) {
        long mixed = salt + 31 * delivery.offset() + delivery.deliveries();
        var own = new EdgeValues(new Random(mixed), clock);
        try {
            switch ((int) Long.remainderUnsigned(mixed, 7)) {
                case 0, 1 -> watch(delivery.failAsync(new IllegalStateException(own.text())));
                case 2 -> watch(delivery.rejectAsync(own.of(DeadLetterReason.values()), own.text(), null));
                case 3 -> watch(delivery.releaseAsync(own.duration(), own.once(2)));
                case 4 -> watch(delivery.renewAsync(own.duration()));
                default -> watch(delivery.acceptAsync());
            }
        } catch (PenstockException e) {
            // Refused.
        } catch (RuntimeException | StackOverflowError e) {
            surprises.add(e);
        }
    }

    private void operate() {
        check(() -> {
            String name = values.name();
            switch (random.nextInt(13)) {
                case 0 -> broker.seek(name, values.name(), some.position());
                case 1 -> broker.pause(name, random.nextBoolean() ? name : values.name());
                case 2 -> broker.resume(name, random.nextBoolean() ? name : values.name());
                case 3 -> broker.schedules().pause(name);
                case 4 -> broker.schedules().resume(name);
                case 5 -> broker.schedules().cancel(name);
                case 6 -> broker.operations().purge(name, values.once(2) ? null : name, values.text());
                case 7 -> broker.operations().delete(name, random.nextBoolean(), values.text());
                case 8 ->
                    broker.operations()
                            .redrive(DeadLetterRequest.all(name, values.text())
                                    .filter(values.filter())
                                    .limit(values.large())
                                    .perSecond(values.number())
                                    .build());
                case 9 ->
                    broker.operations()
                            .discard(DeadLetterRequest.all(name, "test")
                                    .messageIds(Set.of(values.text()))
                                    .reason(values.text())
                                    .build());
                case 10 ->
                    broker.redrive(RedriveRequest.all(name)
                            .limit(values.number())
                            .actor(values.text())
                            .build());
                case 11 -> replay(name);
                default -> broker.operations().stop(values.large());
            }
            return null;
        });
    }

    private void replay(String name) {
        if (replays.size() >= MAX_CONSUMERS) {
            replays.remove(0).close();
        }
        var request = ReplayRequest.all(name).from(some.position()).to(some.position());
        if (values.once(4)) {
            request.filter(values.filter());
        }
        var replay = broker.replay(request.build(), deliveries -> deliveries.forEach(this::dispose));
        replays.add(replay);
        watch(replay.doneAsync());
        replay.request(Math.max(1, values.large()));
    }

    /** Asks for whatever can be asked for. */
    Object look() {
        for (var destination : broker.destinations()) {
            check(() -> broker.statistics(destination.name()));
            check(() -> broker.subscriptions(destination.name()));
            check(() -> broker.newest(destination.name(), new byte[random.nextInt(2)]));
        }
        for (var state : broker.schedules().list()) {
            check(() -> broker.schedules().nextFirings(state.schedule().name(), 3));
        }
        check(() -> broker.schedules().nextFirings(values.name(), values.number()));
        check(() -> broker.browse(BrowseRequest.all(values.name(), values.number())
                .partition(values.number())
                .fromOffset(values.large())
                .build()));
        check(() -> broker.browse(
                BrowseRequest.waiting(values.name(), 10).filter(values.filter()).build()));
        check(() -> broker.bindings(values.name()));
        check(() -> broker.destination(values.name()));
        check(() -> broker.operations().find(values.large()));
        check(() -> broker.operations().list());
        return broker.routing().rules();
    }
}
