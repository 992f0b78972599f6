package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Computes once a second what all see who look at the broker: the rates, the rows and the sums, and keeps their
 * history. What it keeps may be read by any thread.
 */
final class OverviewSampler {

    private static final Logger LOG = Logger.getLogger(OverviewSampler.class);

    private final InstantSource clock;
    private final LookRounds rounds;
    private final ServerState state;
    private final Looks looks = new Looks();
    private final OverviewHistory history = new OverviewHistory();
    private final SenderRates senders;
    private final List<OverviewViewer> viewers = new CopyOnWriteArrayList<>();

    /** @param nanos a time that goes on evenly, by which rates are computed */
    OverviewSampler(Broker broker, InstantSource clock, LongSupplier nanos, ServerState state) {
        this.clock = clock;
        this.state = state;
        rounds = new LookRounds(broker, nanos);
        senders = new SenderRates(CountingBroker.counts(broker).orElseGet(SenderCounts::new), nanos);
    }

    void add(OverviewViewer viewer) {
        viewers.add(viewer);
    }

    Looks looks() {
        return looks;
    }

    SenderRates senders() {
        return senders;
    }

    OverviewHistory history() {
        return history;
    }

    /** Makes a round, and tells the viewers of it. One thread calls this at a time. */
    void sample() {
        var now = clock.instant();
        var destinations = look(now.getEpochSecond());
        var totals = destinations == null ? null : looks.totals();
        if (totals != null) {
            history.add(now.getEpochSecond(), totals);
        }
        tell(now, totals, destinations);
    }

    private void tell(Instant now, @Nullable BrokerTotals totals, @Nullable Set<String> destinations) {
        var overview = BrokerOverview.of(now, totals, state.read(looks.troubled()));
        var round = new OverviewViewer.Round(now, overview, destinations, looks::row);
        viewers.forEach(viewer -> viewer.told(round));
    }

    private @Nullable Set<String> look(long second) {
        var watched = new HashSet<String>();
        viewers.forEach(viewer -> watched.addAll(viewer.watched()));
        try {
            var names = rounds.round(watched, look -> {
                looks.put(look);
                history.add(second, look, looks.measured(look));
            });
            looks.keepOnly(names);
            history.keepOnly(names);
            senders.sample(names);
            return names;
        } catch (PenstockException e) {
            LOG.debug("The destinations could not be looked at", e);
            return null;
        }
    }
}
