package io.penstock.server.http.overview;

import io.penstock.server.http.request.RequestException;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps how rates and counts went, in memory: of all together for a day, of each destination for an hour. */
final class OverviewHistory {

    /** The most destinations that have a history. */
    static final int MAX_DESTINATIONS = 10_000;

    /** The most bytes of the values of destinations: enough for 5,800 of which everything changes. */
    static final int MAX_BYTES = 32 << 20;

    /** The share of destinations that lose their history together, so that room is rarely sought. */
    private static final int SHARE = 16;

    private static final Resolution OF_DESTINATIONS = Resolution.TEN_SECONDS;

    /** The values of a small plot: ten minutes of them. */
    static final int SPARK = 60;

    private final Map<Resolution, Series> totals = new EnumMap<>(Resolution.class);
    private final Map<String, OfDestination> destinations = new HashMap<>();
    private final int maxBytes;
    private int bytes;

    OverviewHistory() {
        this(MAX_BYTES);
    }

    OverviewHistory(int maxBytes) {
        this.maxBytes = maxBytes;
        Arrays.stream(Resolution.values()).forEach(each -> totals.put(each, new Series(each)));
    }

    private static final class OfDestination {
        private final Series series = new Series(OF_DESTINATIONS);
        private long activeSecond;
    }

    synchronized void add(long second, BrokerTotals all) {
        totals.values().forEach(series -> series.add(second, all.measured()));
    }

    synchronized void add(long second, DestinationLook look, Measured measured) {
        var known = destinations.computeIfAbsent(look.name(), name -> new OfDestination());
        if (look.isActive() || known.activeSecond == 0) {
            known.activeSecond = second;
        }
        bytes -= known.series.bytes();
        known.series.add(second, measured);
        bytes += known.series.bytes();
        if (bytes > maxBytes || destinations.size() > MAX_DESTINATIONS) {
            makeRoom();
        }
    }

    /** Those where nothing has happened for longest lose their history first. */
    private void makeRoom() {
        destinations.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> each.getValue().activeSecond))
                .limit(destinations.size() / SHARE + 1L)
                .toList()
                .forEach(each -> forget(each.getKey()));
    }

    private void forget(String destination) {
        var gone = destinations.remove(destination);
        bytes -= gone.series.bytes();
    }

    synchronized void keepOnly(Set<String> names) {
        destinations.keySet().stream()
                .filter(name -> !names.contains(name))
                .toList()
                .forEach(this::forget);
    }

    /** How all went. */
    synchronized HistoryView all(Resolution resolution, Instant now) {
        return totals.get(resolution).view(now, resolution.points());
    }

    /**
     * How it went with one destination, in the steps in which that is kept. Nothing is known where nobody has looked.
     *
     * @throws RequestException if the resolution is of a longer time than is kept
     */
    synchronized HistoryView of(String destination, Resolution resolution, Instant now) {
        if (resolution.range().compareTo(OF_DESTINATIONS.range()) > 0) {
            throw RequestException.malformed("'range' is '" + resolution.range()
                    + "': of one destination less is kept, so use at most " + OF_DESTINATIONS.range() + ".");
        }
        return series(destination).view(now, (int) (resolution.range().toSeconds() / OF_DESTINATIONS.stepSeconds()));
    }

    private Series series(String destination) {
        var known = destinations.get(destination);
        return known == null ? new Series(OF_DESTINATIONS) : known.series;
    }

    /** The messages that came in to a destination, for a small plot. */
    synchronized List<Double> spark(String destination, Instant now) {
        return series(destination).spark(now, SPARK);
    }

    synchronized int bytes() {
        return bytes;
    }
}
