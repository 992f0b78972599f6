package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.Broker;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.PenstockException;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Registers the meters over all destinations together, whose number does not depend on that of the destinations. The
 * values are added up between the scrapes, which only read the result. One thread uses it at a time.
 */
final class TotalMeters {

    private static final Total[] TOTALS = Total.ALL.toArray(Total[]::new);

    private final Broker broker;

    /** The sums by kind of destination, in the order of {@link Total#ALL}. */
    private final AtomicReference<Map<DestinationKind, double[]>> sums = new AtomicReference<>(zeros());

    /** The values of each destination when they were last added up. */
    private final Map<String, Counted> counted = new HashMap<>();

    private record Counted(DestinationKind kind, double[] values) {}

    TotalMeters(Broker broker, MeterRegistry registry) {
        this.broker = broker;
        for (var kind : DestinationKind.values()) {
            var tags = Tags.of("kind", kind.name().toLowerCase(Locale.ROOT));
            for (int i = 0; i < TOTALS.length; i++) {
                register(registry, kind, i, tags);
            }
        }
    }

    private void register(MeterRegistry registry, DestinationKind kind, int index, Tags tags) {
        var total = TOTALS[index];
        if (total.isCounter()) {
            FunctionCounter.builder(total.name(), sums, known -> known.get().get(kind)[index])
                    .description(total.description() + ", of all destinations")
                    .tags(tags)
                    .register(registry);
        } else {
            Gauge.builder(total.name(), sums, known -> known.get().get(kind)[index])
                    .description(total.description() + ", of all destinations")
                    .tags(tags)
                    .register(registry);
        }
    }

    /** Reads the statistics of each destination once and replaces the sums. */
    void addUp() {
        var before = sums.get();
        var now = zeros();
        for (var kind : DestinationKind.values()) {
            for (int i = 0; i < TOTALS.length; i++) {
                now.get(kind)[i] = TOTALS[i].isCounter() ? before.get(kind)[i] : 0;
            }
        }
        var present = new HashSet<String>();
        for (var destination : broker.destinations()) {
            try {
                add(broker.statistics(destination.name()), now);
                present.add(destination.name());
            } catch (PenstockException.UnknownDestination e) {
                // The destination was deleted meanwhile: what it had counted stays in the sums.
            }
        }
        counted.keySet().retainAll(present);
        sums.set(now);
    }

    private void add(DestinationStatistics statistics, Map<DestinationKind, double[]> to) {
        var kind = statistics.destination().kind();
        var sum = to.get(kind);
        var name = statistics.destination().name();
        var known = counted.get(name);
        var values = new double[TOTALS.length];
        for (int i = 0; i < TOTALS.length; i++) {
            var total = TOTALS[i];
            values[i] = total.value().applyAsDouble(statistics);
            if (total.isMaximum()) {
                sum[i] = Math.max(sum[i], values[i]);
            } else if (total.isCounter() && known != null && known.kind() == kind) {
                // A counter that has become smaller belongs to a new destination of the same name, and is added as a
                // whole.
                sum[i] += values[i] >= known.values()[i] ? values[i] - known.values()[i] : values[i];
            } else {
                sum[i] += values[i];
            }
        }
        counted.put(name, new Counted(kind, values));
    }

    private static Map<DestinationKind, double[]> zeros() {
        var zeros = new EnumMap<DestinationKind, double[]>(DestinationKind.class);
        for (var kind : DestinationKind.values()) {
            zeros.put(kind, new double[TOTALS.length]);
        }
        return zeros;
    }
}
