package io.penstock.remote;

import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.remote.connection.Outbound;
import io.penstock.remote.wire.HandOutCodecs;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The consumers and replays of one connection, and what they hold. */
final class ServedConsumers {

    /** The most consumers and replays of one connection. */
    static final int MAX_CONSUMERS = 1_000;

    private final Session session;
    private final Map<Long, ServedConsumer> consumers = new ConcurrentHashMap<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private boolean isEnded;

    ServedConsumers(Session session) {
        this.session = session;
    }

    Outbound out() {
        return session.out();
    }

    /** Whether nothing more is to be handed out now. */
    boolean isFull() {
        return session.out().isFull() || heldBytes.get() >= session.server().maxHeldBytes();
    }

    void hold(long bytes) {
        long limit = session.server().maxHeldBytes();
        long now = heldBytes.addAndGet(bytes);
        if (now < limit && now - bytes >= limit) {
            handOutMore();
        }
    }

    void handOutMore() {
        consumers.values().forEach(ServedConsumer::askMore);
    }

    /** Joins a consumer, or begins a replay. */
    void open(long id, Function<DeliveryHandler, AutoCloseable> opening) {
        var consumer = new ServedConsumer(id, this);
        synchronized (this) {
            if (isEnded) {
                throw new PenstockException.Unavailable("The connection has ended.");
            }
            if (consumers.size() >= MAX_CONSUMERS) {
                throw new PenstockException.Overloaded("This connection has " + consumers.size()
                        + " consumers, and may have no more: use another one.");
            }
            if (consumers.putIfAbsent(id, consumer) != null) {
                throw new PenstockException.Conflict("This connection has a consumer " + id + " already.");
            }
        }
        try {
            var opened = opening.apply(consumer);
            if (opened instanceof Consumer joined) {
                consumer.joined(joined);
            } else {
                consumer.began((io.penstock.Replay) opened);
            }
        } catch (RuntimeException e) {
            consumers.remove(id);
            throw e;
        }
        boolean isLate;
        synchronized (this) {
            isLate = isEnded;
        }
        if (isLate) {
            consumer.end();
        }
    }

    /** A consumer that is not there any more asks for nothing. */
    void credit(long id, long more) {
        var consumer = consumers.get(id);
        if (consumer != null) {
            consumer.credit(more);
        }
    }

    void pause(long id) {
        var consumer = consumers.get(id);
        if (consumer != null) {
            consumer.pause();
        }
    }

    ServedConsumer require(long id) {
        var consumer = consumers.get(id);
        if (consumer == null) {
            throw new PenstockException.Unavailable("The consumer was closed, since its connection was lost.");
        }
        return consumer;
    }

    @Nullable
    ServedConsumer find(long id) {
        return consumers.get(id);
    }

    void leave(long id) {
        var consumer = consumers.remove(id);
        if (consumer != null) {
            consumer.end();
        }
    }

    /** @throws PenstockException.LeaseLost if the client does not hold it (any more); the client says which it is */
    Delivery delivery(long consumer, long number) {
        var of = consumers.get(consumer);
        var delivery = of == null ? null : of.find(number);
        if (delivery == null) {
            throw lost();
        }
        return delivery;
    }

    /** As {@link #delivery}, but for one that was settled just now, too. */
    Delivery named(long consumer, long number) {
        var of = consumers.get(consumer);
        var delivery = of == null ? null : of.findAlsoSettled(number);
        if (delivery == null) {
            throw lost();
        }
        return delivery;
    }

    static PenstockException.LeaseLost lost() {
        return new PenstockException.LeaseLost("", "", 0, 0);
    }

    /** Settles a delivery, which the client holds no longer then. */
    CompletionStage<Void> settle(
            long consumer, long number, Function<Delivery, ? extends CompletionStage<Void>> disposition) {
        return forget(consumer, List.of(number), disposition.apply(delivery(consumer, number)));
    }

    private CompletionStage<Void> forget(long consumer, List<Long> numbers, CompletionStage<Void> settling) {
        return settling.whenComplete((done, failure) -> {
            var of = consumers.get(consumer);
            boolean isOver =
                    failure == null || PenstockException.causeOf(failure) instanceof PenstockException.LeaseLost;
            if (of != null && isOver) {
                numbers.forEach(of::settled);
            }
        });
    }

    /** Accepts those that the client holds; fails if it does not hold all of them. */
    CompletionStage<Void> accept(HandOutCodecs.Held held) {
        var of = consumers.get(held.consumer());
        var found = new LinkedHashMap<Long, Delivery>();
        if (of != null) {
            for (long number : held.deliveries()) {
                var delivery = of.find(number);
                if (delivery != null) {
                    found.put(number, delivery);
                }
            }
        }
        var consumer = of == null ? null : of.consumer();
        CompletionStage<Void> accepting;
        if (found.isEmpty()) {
            accepting = CompletableFuture.completedFuture(null);
        } else if (found.size() == 1 || consumer == null) {
            var each = found.values().stream()
                    .map(delivery -> delivery.acceptAsync().toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            accepting = CompletableFuture.allOf(each);
        } else {
            accepting = consumer.acceptAsync(found.values());
        }
        boolean isAll = found.size() == held.deliveries().stream().distinct().count();
        return forget(held.consumer(), new ArrayList<>(found.keySet()), accepting)
                .thenApply(done -> {
                    if (!isAll) {
                        throw lost();
                    }
                    return done;
                });
    }

    void end() {
        synchronized (this) {
            isEnded = true;
        }
        for (var id : List.copyOf(consumers.keySet())) {
            leave(id);
        }
    }
}
