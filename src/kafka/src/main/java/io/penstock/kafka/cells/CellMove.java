package io.penstock.kafka.cells;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Moves a destination to another cell when its consumers have settled all that is in it. Until then nothing more is
 * accepted: the instances that have heard of the move refuse it, and the destination itself takes one message at a
 * time. When it is empty, a message of ours takes that one place, so that nothing can come in before the destination is
 * deleted; whoever still sends there is told. Whoever calls this again after an interruption goes on where it was.
 */
final class CellMove {

    private static final long LOOK_MILLIS = 50;

    /** The message that keeps others out has this header, with the name of the other cell. */
    private static final String PLUG = "moving-to";

    private static final String ACTOR = "cells move";

    private final CellTable table;
    private final Duration limit;
    private final long beganNanos = System.nanoTime();

    CellMove(CellTable table, Duration limit) {
        this.table = table;
        this.limit = limit;
    }

    void move(String name, String to) {
        var target = table.cell(to)
                .orElseThrow(() -> new PenstockException.InvalidConfiguration("There is no cell '" + to + "'."));
        table.refresh();
        var place = table.place(name);
        var source = place == null ? table.first() : known(place.cell());
        if (place != null && place.state() == CellPlace.State.MOVING) {
            var plan = MovePlan.parse(Objects.requireNonNull(place.detail()));
            if (!plan.target().equals(to)) {
                throw MoveChecks.refused(name, "it is being moved to '" + plan.target() + "'. End that first");
            }
            go(plan, source, target);
            return;
        }
        var destination =
                source.broker().destination(name).orElseThrow(() -> new PenstockException.UnknownDestination(name));
        if (source != target) {
            var plan = new MoveChecks(source.broker()).plan(destination, to);
            begin(plan, source);
            go(plan, source, target);
        }
    }

    private CellLink known(String cell) {
        return table.cell(cell)
                .orElseThrow(() ->
                        new PenstockException.Unavailable("This instance does not know the cell '" + cell + "'."));
    }

    /** From here on nobody uses the names, except who joined before or has not heard of it. */
    private void begin(MovePlan plan, CellLink source) {
        table.placements().change(places -> {
            var written = new HashMap<String, Optional<CellPlace>>();
            for (var each : plan.names()) {
                var now = places.getOrDefault(each, CellPlace.in(source.name()));
                if (!now.equals(CellPlace.in(source.name()))) {
                    throw MoveChecks.refused(each, "it is " + now.text() + " now");
                }
                written.put(each, Optional.of(CellPlace.moving(source.name(), plan.text())));
            }
            return written;
        });
    }

    private void go(MovePlan plan, CellLink source, CellLink target) {
        try {
            plan.destinations().forEach(each -> seal(each, source.broker(), plan.target()));
        } catch (PenstockException e) {
            undo(plan, source, e);
            throw e;
        }
        for (int i = plan.destinations().size() - 1; i >= 0; i--) {
            delete(plan.destinations().get(i).name(), source.broker());
        }
        plan.destinations().forEach(each -> declare(each, target.broker()));
        plan.subscriptions().forEach(each -> declare(each, target.broker()));
        place(plan, target);
    }

    private void seal(Destination destination, Broker broker, String target) {
        String name = destination.name();
        if (broker.destination(name).isEmpty() || isPlugged(name, broker)) {
            return;
        }
        broker.alter(destination
                .copy()
                .limits(Limits.ofMessages(1).build())
                .timeToLive(Duration.ZERO)
                .build());
        while (true) {
            await(name, () -> isDrained(name, 0, broker));
            var subscriptions = broker.subscriptions(name);
            if (subscriptions.isEmpty()) {
                return; // Nobody wants what comes there.
            }
            subscriptions.forEach(each -> broker.pause(name, each.name()));
            if (isPlugged(name, target, broker)) {
                return;
            }
            subscriptions.forEach(each -> broker.resume(name, each.name()));
        }
    }

    /** Prepared transactions may have messages for it. */
    private static boolean isDrained(String name, long besides, Broker broker) {
        return broker.statistics(name).depth() <= besides && broker.prepared().isEmpty();
    }

    private static boolean isPlugged(String name, String target, Broker broker) {
        try {
            broker.send(Message.to(name).header(PLUG, target).build());
        } catch (PenstockException.LimitReached e) {
            return false; // Somebody was quicker.
        }
        if (isDrained(name, 1, broker)) {
            return true;
        }
        broker.subscriptions(name).forEach(each -> broker.operations().purge(name, each.name(), ACTOR));
        return false;
    }

    private static boolean isPlugged(String name, Broker broker) {
        var subscriptions = broker.subscriptions(name);
        return !subscriptions.isEmpty()
                && isDrained(name, 1, broker)
                && subscriptions.stream().allMatch(each -> hasPlugOnly(name, each, broker));
    }

    private static boolean hasPlugOnly(String name, Subscription subscription, Broker broker) {
        var left = broker.browse(
                BrowseRequest.all(name, 2).subscription(subscription.name()).build());
        return left.size() == 1 && left.get(0).message().headers().get(PLUG) != null;
    }

    private void await(String name, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - beganNanos > limit.toNanos()) {
                throw MoveChecks.refused(
                        name,
                        "after " + limit + " it still has messages that are not settled, or its cell has prepared"
                                + " transactions. It stays where it is, and takes messages again");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException.Unavailable("The thread was interrupted while it moved a destination.", e);
        }
    }

    /** Nothing was deleted yet, unless this goes on with a move that was interrupted behind that. */
    private void undo(MovePlan plan, CellLink source, PenstockException because) {
        try {
            var broker = source.broker();
            if (plan.destinations().stream()
                    .anyMatch(each -> broker.destination(each.name()).isEmpty())) {
                return;
            }
            for (var each : plan.destinations()) {
                if (isPlugged(each.name(), broker)) {
                    broker.subscriptions(each.name())
                            .forEach(of -> broker.operations().purge(each.name(), of.name(), ACTOR));
                }
                broker.alter(each);
                broker.subscriptions(each.name()).forEach(of -> broker.resume(each.name(), of.name()));
            }
            place(plan, source);
        } catch (PenstockException e) {
            because.addSuppressed(e);
        }
    }

    private static void delete(String name, Broker broker) {
        try {
            broker.operations().delete(name, true, ACTOR);
        } catch (PenstockException.UnknownDestination e) {
            // It was deleted before this went on.
        }
    }

    /** The other cell may have to wait until what belonged to the deleted one is gone. */
    private void declare(Destination destination, Broker broker) {
        PenstockException last = declared(destination, broker);
        while (last != null) {
            if (System.nanoTime() - beganNanos > limit.toNanos()) {
                throw last;
            }
            pause();
            last = declared(destination, broker);
        }
    }

    private static @Nullable PenstockException declared(Destination destination, Broker broker) {
        try {
            broker.declare(destination);
            return null;
        } catch (PenstockException.InvalidConfiguration | PenstockException.Unavailable e) {
            return e;
        }
    }

    /** Those of a wildcard subscription are there already. */
    private static void declare(Subscription subscription, Broker broker) {
        boolean isThere =
                broker.subscriptions(subscription.destination()).stream().anyMatch(subscription::equals);
        if (!isThere) {
            broker.declare(subscription);
        }
    }

    private void place(MovePlan plan, CellLink cell) {
        table.placements().change(places -> {
            Map<String, Optional<CellPlace>> written = new HashMap<>();
            plan.names().forEach(each -> written.put(each, Optional.of(CellPlace.in(cell.name()))));
            return written;
        });
    }
}
