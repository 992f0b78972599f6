package io.penstock.server.http.stream;

import io.penstock.AsciiNumbers;
import io.penstock.server.http.request.RequestException;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says from where to go on in each partition of a topic. Written as {@code 0:17,1:5}, which is the id of an event: a
 * client that comes back with it gets what is behind that event. Not thread-safe.
 */
final class Positions {

    /** More partitions than a destination can have. */
    private static final int MAX_PARTITION = 1_000_000;

    private final SortedMap<Integer, Long> next;

    private Positions(SortedMap<Integer, Long> next) {
        this.next = next;
    }

    static Positions of(Map<Integer, Long> next) {
        return new Positions(new TreeMap<>(next));
    }

    static Positions parse(String id) {
        var parsed = new TreeMap<Integer, Long>();
        for (var part : id.split(",", -1)) {
            int colon = part.indexOf(':');
            try {
                int partition = Math.toIntExact(AsciiNumbers.parseLong(part.substring(0, Math.max(0, colon))));
                long offset = AsciiNumbers.parseLong(part.substring(colon + 1));
                if (partition < 0 || partition > MAX_PARTITION || offset < 0 || parsed.put(partition, offset) != null) {
                    throw wrong(id);
                }
            } catch (NumberFormatException | ArithmeticException e) {
                throw wrong(id);
            }
        }
        return new Positions(parsed);
    }

    private static RequestException wrong(String id) {
        return RequestException.malformed("'Last-Event-ID' is '" + id
                + "': use the id of an event of this stream, such as 0:17,1:5, or leave it out.");
    }

    /**
     * Requires that all of them are in a topic: what comes below a position would never be told.
     *
     * @param ends the offset behind the last message of each partition
     */
    void requireWithin(Map<Integer, Long> ends) {
        next.forEach((partition, offset) -> {
            var end = ends.get(partition);
            if (end == null) {
                throw RequestException.malformed("'Last-Event-ID' names partition " + partition
                        + ", which the topic does not have: it has the partitions 0 to " + (ends.size() - 1) + ".");
            }
            if (offset > end) {
                throw RequestException.malformed("'Last-Event-ID' is at " + offset + " in partition " + partition
                        + ", which ends at " + end + ": use the id of an event of this stream, or leave it out.");
            }
        });
    }

    /** The offset to go on at; of a partition that has come since, its beginning. */
    long of(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    void set(int partition, long offset) {
        next.put(partition, offset);
    }

    @Override
    public String toString() {
        return next.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
