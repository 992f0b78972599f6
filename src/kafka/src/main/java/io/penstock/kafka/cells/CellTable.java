package io.penstock.kafka.cells;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds the cell of a name. A name that has no place belongs to the first cell: it was declared when there was no other
 * one. Names of temporary destinations say their cell themselves. Safe for use by any thread.
 */
final class CellTable {

    /** Calls that wait at a time until the places of their names are known: as many as a connection has under way. */
    private static final int MAX_WAITING = 1_024;

    private final List<CellLink> cells;
    private final Placements placements;

    /** The cells of the names that can be used: what each send looks into. */
    private final Map<String, CellLink> routes = new ConcurrentHashMap<>();

    private final Map<String, CellPlace> places = new ConcurrentHashMap<>();

    /** Calls whose name has no place, as far as it is known here, in their order. */
    private final Map<String, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

    private int waitingCalls;

    /** Told of names without a place that are used; must not block. */
    private volatile Consumer<String> unplacedUse = name -> {};

    /** A call that waits for the cell of its name, or for the reason why there is none. */
    private interface Waiting {

        void go(@Nullable CellLink cell, @Nullable Throwable failure);
    }

    CellTable(List<CellLink> cells, Placements placements) {
        this.cells = List.copyOf(cells);
        this.placements = placements;
        placements.follow(this::told);
    }

    /** Sets who is told of names that have no place and are used: they may exist in the first cell. */
    void onUseWithoutPlace(Consumer<String> listener) {
        unplacedUse = listener;
    }

    List<CellLink> cells() {
        return cells;
    }

    CellLink first() {
        return cells.get(0);
    }

    boolean isSingle() {
        return cells.size() == 1;
    }

    Placements placements() {
        return placements;
    }

    /** The place of a name as far as it is known here; null for none. */
    @Nullable
    CellPlace place(String name) {
        return places.get(name);
    }

    /** The cell of a name that is known here, or null: the only thing that a send needs. */
    @Nullable
    CellLink known(String name) {
        var cell = routes.get(name);
        return cell == null ? unplaced(name) : cell;
    }

    private @Nullable CellLink unplaced(String name) {
        if (cells.size() == 1) {
            return cells.get(0);
        }
        return Destination.isTemporary(name) ? ofTemporary(name) : null;
    }

    /** A temporary destination of before there were several cells is of the first one. */
    private CellLink ofTemporary(String name) {
        int from = Destination.TEMPORARY_PREFIX.length();
        for (var cell : cells) {
            int to = from + cell.name().length();
            if (name.startsWith(cell.name(), from) && to < name.length() && name.charAt(to) == '.') {
                return cell;
            }
        }
        return cells.get(0);
    }

    /**
     * The cell of a name. If it is not known here, this waits until all is known that was written before.
     *
     * @throws PenstockException.Unavailable if the name cannot be used now
     */
    CellLink of(String name) {
        var cell = known(name);
        if (cell != null) {
            return cell;
        }
        refresh();
        return usable(name);
    }

    /** Waits until all is known here that was written before. */
    void refresh() {
        try {
            placements.refresh().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw PenstockException.causeOf(e) instanceof RuntimeException known ? known : e;
        }
    }

    private CellLink usable(String name) {
        var cell = known(name);
        if (cell != null) {
            return cell;
        }
        var place = places.get(name);
        if (place == null) {
            unplacedUse.accept(name);
            return first();
        }
        throw new PenstockException.Unavailable(
                place.state() == CellPlace.State.MOVING
                        ? "'" + name + "' is being moved to another cell. Try again when that is over."
                        : "'" + name + "' is in the cell '" + place.cell() + "', and this instance knows of "
                                + cells.stream().map(CellLink::name).toList()
                                + " only: give it as many cells as the others have.");
    }

    /** The cell of that name, if this instance knows it. */
    Optional<CellLink> cell(String name) {
        return cells.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The cell of a delivery: that of the destination that it was handed out of. */
    CellLink of(Delivery delivery) {
        return of(delivery.message().destination());
    }

    /**
     * Calls the broker of a name's cell, at once if that is known here, or else as soon as all is known that was
     * written before. Calls for one name keep their order.
     *
     * @param call must not block
     */
    <T> CompletionStage<T> call(String name, Function<Broker, CompletionStage<T>> call) {
        var cell = known(name);
        return cell == null ? later(name, call) : call.apply(cell.broker());
    }

    private <T> CompletionStage<T> later(String name, Function<Broker, CompletionStage<T>> call) {
        var result = new CompletableFuture<T>();
        boolean isFirst;
        synchronized (waiting) {
            var cell = known(name);
            if (cell != null) {
                return call.apply(cell.broker());
            }
            if (waitingCalls >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new PenstockException.Overloaded(
                        waitingCalls + " calls wait to learn the cells of their destinations. Send less at a time."));
            }
            isFirst = !waiting.containsKey(name);
            waiting.computeIfAbsent(name, each -> new ArrayDeque<>()).add((found, failure) -> {
                if (found == null) {
                    result.completeExceptionally(failure);
                } else {
                    join(call, found.broker(), result);
                }
            });
            waitingCalls++;
        }
        if (isFirst) {
            placements.refresh().whenComplete((done, failure) -> goOn(name, failure));
        }
        return result;
    }

    private static <T> void join(
            Function<Broker, CompletionStage<T>> call, Broker broker, CompletableFuture<T> result) {
        try {
            call.apply(broker).whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(PenstockException.causeOf(failure));
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void goOn(String name, @Nullable Throwable failure) {
        synchronized (waiting) {
            if (failure != null) {
                release(name, null, PenstockException.causeOf(failure));
                return;
            }
            try {
                release(name, usable(name), null);
            } catch (PenstockException.Unavailable e) {
                release(name, null, e);
            }
        }
    }

    private void release(String name, @Nullable CellLink cell, @Nullable Throwable failure) {
        var calls = waiting.remove(name);
        if (calls != null) {
            waitingCalls -= calls.size();
            calls.forEach(each -> each.go(cell, failure));
        }
    }

    /** Calls that wait go first: whoever finds the route does not overtake them. */
    private void told(String name, @Nullable CellPlace place) {
        synchronized (waiting) {
            var cell = place == null || place.state() == CellPlace.State.MOVING
                    ? null
                    : cell(place.cell()).orElse(null);
            if (place == null) {
                places.remove(name);
            } else {
                places.put(name, place);
            }
            if (cell == null) {
                routes.remove(name);
            } else {
                release(name, cell, null);
                routes.put(name, cell);
            }
        }
    }
}
