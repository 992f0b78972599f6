package io.penstock.kafka.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gaps before records that were written, by the records that they lie before. Immutable. */
record Gaps(Map<Part.Records, List<Gap>> before) {

    static final Gaps NONE = new Gaps(Map.of());

    List<Gap> before(Part.Records written) {
        return before.getOrDefault(written, List.of());
    }

    /**
     * Finds them. Reads from Kafka if there are any.
     *
     * @param ends up to which partitions were told
     */
    static Gaps of(List<Outgoing> appends, Ends ends, RecordFetcher kafka) {
        var ranges = new HashMap<Part.Records, RecordFetcher.Range>();
        var next = new HashMap<Integer, Long>();
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() != null) {
                    long end = next.getOrDefault(written.partition, ends.of(written.partition));
                    if (written.base > end) {
                        ranges.put(written, new RecordFetcher.Range(written.place.inKafka(), end, written.base));
                    }
                    next.put(written.partition, written.end());
                }
            }
        }
        return ranges.isEmpty() ? NONE : read(ranges, kafka);
    }

    private static Gaps read(Map<Part.Records, RecordFetcher.Range> ranges, RecordFetcher kafka) {
        var whole = new HashMap<Object, RecordFetcher.Range>();
        for (var range : ranges.values()) {
            whole.merge(range.topic(), range, RecordFetcher.Range::with);
        }
        var found = kafka.all(new ArrayList<>(whole.values()));
        var gaps = new HashMap<Part.Records, List<Gap>>();
        ranges.forEach((written, range) ->
                gaps.put(written, Gap.in(range.from(), range.to(), found.getOrDefault(range.topic(), List.of()))));
        return new Gaps(gaps);
    }
}
