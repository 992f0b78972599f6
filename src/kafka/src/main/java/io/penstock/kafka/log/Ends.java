package io.penstock.kafka.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** The end of each partition, as far as the owner of the log was told. One thread at a time sets, any thread reads. */
final class Ends {

    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

    /** The end of a partition; 0 if nothing was ever told of it. */
    long of(int partition) {
        return ends.getOrDefault(partition, 0L);
    }

    void set(int partition, long end) {
        ends.put(partition, end);
    }

    /** Each partition's end, by id. */
    Map<Integer, Long> all() {
        return Map.copyOf(ends);
    }

    /** The id and the end in turn of each partition that lies in Kafka. */
    long[] of(Places places) {
        return ends.entrySet().stream()
                .filter(each -> places.of(each.getKey()).topic() != null)
                .flatMapToLong(each -> LongStream.of(each.getKey(), each.getValue()))
                .toArray();
    }
}
