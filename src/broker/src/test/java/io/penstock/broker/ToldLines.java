package io.penstock.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What the lives of a {@link LoadedBroker} told, and whether one life agrees with those before. */
final class ToldLines {

    /** By destination and partition: which offset a sender was told for which message. */
    private final Map<String, TreeMap<Long, String>> sent = new HashMap<>();

    /** Messages of the queue that somebody began to settle, and those of which it was told that they are. */
    private final Set<String> settling = new HashSet<>();

    private final Set<String> settled = new HashSet<>();

    /** What the life at hand found, as {@link #sent}. */
    private final Map<String, TreeMap<Long, String>> found = new HashMap<>();

    private final Set<String> waiting = new HashSet<>();
    private long movedBytes;
    private long expired;
    private long rewrittenBytes;
    private boolean startMoved;

    void begin() {
        found.clear();
        waiting.clear();
    }

    void take(String line) {
        var words = line.split(" ");
        switch (words[0]) {
            case "found" -> found(words);
            case "begins" -> begins(words[1] + "/" + words[2], Long.parseLong(words[3]));
            case "ready" -> check();
            case "sent" -> sent(words);
            case "got" -> requireUnsettled(words[1], "settled, and delivered again");
            case "settling" -> settling.add(words[1]);
            case "settled" -> {
                assertThat(settled.add(words[1]))
                        .as("settled once: " + words[1])
                        .isTrue();
                waiting.remove(words[1]);
            }
            case "aged" -> {
                movedBytes = Math.max(movedBytes, Long.parseLong(words[1]));
                expired = Math.max(expired, Long.parseLong(words[2]));
                rewrittenBytes = Math.max(rewrittenBytes, Long.parseLong(words[3]));
            }
            default -> throw new AssertionError("It told: " + line);
        }
    }

    /** Asks the set, and not the assertions' own search, which looks at every element of it. */
    private void requireUnsettled(String name, String otherwise) {
        assertThat(settled.contains(name)).as(otherwise + ": " + name).isFalse();
    }

    private void found(String[] words) {
        var partition = found.computeIfAbsent(words[1] + "/" + words[2], key -> new TreeMap<>());
        var offset = Long.parseLong(words[3]);
        assertThat(partition.isEmpty() || partition.lastKey() < offset)
                .as("offsets in order: " + String.join(" ", words))
                .isTrue();
        partition.put(offset, words[4]);
    }

    /** What was found before that is not there any more. */
    private void begins(String partition, long offset) {
        found(partition).headMap(offset).clear();
        startMoved |= offset > 0;
    }

    private void sent(String[] words) {
        var before = sent.computeIfAbsent(words[1] + "/" + words[2], key -> new TreeMap<>())
                .put(Long.parseLong(words[3]), words[4]);
        assertThat(before)
                .as("an offset given twice: " + String.join(" ", words))
                .isNull();
    }

    private void check() {
        for (int partition = 0; partition < LoadedBroker.PARTITIONS; partition++) {
            checkQueue(LoadedBroker.QUEUE + "/" + partition);
            checkEvents(LoadedBroker.EVENTS + "/" + partition);
        }
        checkTable();
    }

    private TreeMap<Long, String> found(String partition) {
        return found.getOrDefault(partition, new TreeMap<>());
    }

    private TreeMap<Long, String> sent(String partition) {
        return sent.getOrDefault(partition, new TreeMap<>());
    }

    private void checkQueue(String partition) {
        var there = found(partition);
        sent(partition).forEach((offset, name) -> {
            if (!settling.contains(name)) {
                assertThat(there.get(offset))
                        .as("acknowledged and not settled, at " + offset + " of " + partition)
                        .isEqualTo(name);
            }
        });
        there.forEach((offset, name) -> {
            requireUnsettled(name, "settled, and there again");
            assertThat(waiting.add(name)).as("there twice: " + name).isTrue();
            requireAsSent(partition, offset, name);
        });
    }

    private void requireAsSent(String partition, long offset, String name) {
        assertThat(sent(partition).getOrDefault(offset, name))
                .as("what was acknowledged at " + offset + " of " + partition)
                .isEqualTo(name);
    }

    /** Retention takes whole segments from the front, and nothing else. */
    private void checkEvents(String partition) {
        var there = found(partition);
        there.forEach((offset, name) -> requireAsSent(partition, offset, name));
        var acknowledged = sent(partition);
        if (!acknowledged.isEmpty()) {
            assertThat(there).as("events of " + partition).isNotEmpty();
            assertThat(there.lastKey()).isGreaterThanOrEqualTo(acknowledged.lastKey());
            assertThat(there.lastKey() - there.firstKey() + 1)
                    .as("no hole in " + partition)
                    .isEqualTo(there.size());
        }
    }

    /** Versions of a key ascend, and none is older at the end than what a sender was told last. */
    private void checkTable() {
        var newest = new HashMap<String, Long>();
        for (int partition = 0; partition < LoadedBroker.PARTITIONS; partition++) {
            for (var row : found(LoadedBroker.TABLE + "/" + partition).values()) {
                var before = newest.put(key(row), version(row));
                assertThat(before == null || before < version(row))
                        .as("in order: " + row + " behind " + before)
                        .isTrue();
            }
        }
        for (int partition = 0; partition < LoadedBroker.PARTITIONS; partition++) {
            for (var row : sent(LoadedBroker.TABLE + "/" + partition).values()) {
                assertThat(newest.getOrDefault(key(row), -1L))
                        .as("newest of " + row)
                        .isGreaterThanOrEqualTo(version(row));
            }
        }
    }

    private static String key(String row) {
        return row.substring(0, row.indexOf('='));
    }

    private static long version(String row) {
        return Long.parseLong(row.substring(row.indexOf('=') + 1));
    }

    boolean isEverythingSettled() {
        return waiting.isEmpty();
    }

    /** Whether the lives had in them what they are meant to be killed in. */
    boolean hasEverythingHappened() {
        return movedBytes > 0 && expired > 0 && rewrittenBytes > 0 && startMoved && !settled.isEmpty();
    }

    void requireThatEverythingHappened() {
        assertThat(movedBytes).as("moved").isPositive();
        assertThat(expired).as("expired").isPositive();
        assertThat(rewrittenBytes).as("compacted").isPositive();
        assertThat(startMoved).as("a topic began later").isTrue();
        assertThat(settled).as("settled").isNotEmpty();
        List<String> lost = new ArrayList<>();
        sent.forEach((partition, messages) -> {
            if (partition.startsWith(LoadedBroker.QUEUE)) {
                messages.values().stream()
                        .filter(name -> !settled.contains(name))
                        .forEach(lost::add);
            }
        });
        lost.removeAll(settling);
        assertThat(lost).as("acknowledged and never settled").isEmpty();
    }
}
