package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks at all destinations in rounds, a round a second, for as long as a round may take: those come first that have
 * waited longest. Where there are many, those are looked at less often that nothing happens with and nobody watches.
 * Not thread-safe.
 */
final class LookRounds {

    private static final Logger LOG = Logger.getLogger(LookRounds.class);

    /** The time that a round may take: the rest of the second is for messages. */
    static final Duration LONGEST_ROUND = Duration.ofMillis(200);

    /** Up to so many destinations are all looked at in each round, which costs some hundredths of a second. */
    static final int ALL_EACH_ROUND = 1_000;

    /** The time between two looks at a destination that nothing happens with, where there are more. */
    static final Duration IDLE_PAUSE = Duration.ofSeconds(5);

    private final Broker broker;
    private final LongSupplier nanos;
    private Map<String, DestinationWatch> watches = Map.of();
    private Long roundBefore;

    /** @param nanos a time that goes on evenly, such as {@link System#nanoTime} */
    LookRounds(Broker broker, LongSupplier nanos) {
        this.broker = broker;
        this.nanos = nanos;
    }

    /**
     * Looks at what is due.
     *
     * @param watched the names of destinations that somebody watches
     * @param found takes each look
     * @return the names of all destinations that exist
     * @throws PenstockException if the broker cannot be asked; what only one destination fails with keeps no other
     *     from being looked at
     */
    Set<String> round(Set<String> watched, Consumer<DestinationLook> found) {
        long begin = nanos.getAsLong();
        keep(broker.destinations().stream().map(Destination::name).toList());
        for (var watch : due(watched, begin)) {
            if (nanos.getAsLong() - begin >= LONGEST_ROUND.toNanos()) {
                break;
            }
            look(watch, found);
        }
        roundBefore = begin;
        return Collections.unmodifiableSet(watches.keySet());
    }

    private void keep(Collection<String> names) {
        var kept = new HashMap<String, DestinationWatch>(names.size() * 2);
        for (var name : names) {
            var known = watches.get(name);
            kept.put(name, known == null ? new DestinationWatch(name, roundBefore) : known);
        }
        watches = kept;
    }

    private List<DestinationWatch> due(Set<String> watched, long now) {
        long pause = watches.size() <= ALL_EACH_ROUND ? 0 : IDLE_PAUSE.toNanos();
        var order = Comparator.comparingLong((DestinationWatch watch) -> watch.waitedNanos(now))
                .reversed();
        return watches.values().stream()
                .filter(watch -> watch.isActive() || watch.waitedNanos(now) >= pause || watched.contains(watch.name()))
                .sorted(order)
                .toList();
    }

    private void look(DestinationWatch watch, Consumer<DestinationLook> found) {
        try {
            found.accept(watch.look(broker, nanos.getAsLong()));
        } catch (PenstockException.UnknownDestination e) {
            // It was deleted meanwhile: the next round does not find it any more.
        } catch (PenstockException.Unavailable e) {
            throw e; // The broker as a whole cannot be asked, and each destination might wait for it.
        } catch (RuntimeException e) {
            LOG.debugf(e, "Destination '%s' could not be looked at; the others are.", watch.name());
        }
    }
}
