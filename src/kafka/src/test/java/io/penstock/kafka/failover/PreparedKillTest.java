package io.penstock.kafka.failover;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.StoredMessage;
import io.penstock.kafka.cluster.ChildJvm;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An owner is killed while it prepares transactions, commits some of them, and has a schedule fire. */
class PreparedKillTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LINES = 60;
    private static final int AT_ONCE = 10_000;

    private final Cell cell =
            new Cell(TestKafka.bootstrapServers(), TestKafka.uniqueName(), LEASE, 1, OwnershipRules.ALL);
    private final Set<Integer> prepared = new HashSet<>();
    private final Set<Integer> committed = new HashSet<>();

    @Test
    void shouldFindPreparedTransactionsAndSchedulesWhenTheOwnerWasKilled() throws Exception {
        int lines = LINES + new Random().nextInt(LINES);
        killAfter(lines);

        try (var owned =
                OwnedBroker.await(cell, "b", Moment.Listener.NONE, () -> false).orElseThrow()) {
            var broker = owned.broker();
            var waiting = waiting(broker);
            // The last thing that it did may have happened without being told: prepared, or committed.
            assertThat(waiting)
                    .as("prepared after %d lines", lines)
                    .containsAll(uncommitted())
                    .isSubsetOf(withLast(uncommitted()));
            assertThat(numbers(broker, PreparingMain.OUT)).containsAll(twice(committed));

            waiting.forEach(each -> broker.commitPrepared(PreparingMain.globalId(each)));
            var all = new HashSet<>(prepared);
            all.addAll(waiting);
            all.addAll(numbers(broker, PreparingMain.OUT));
            assertThat(numbers(broker, PreparingMain.OUT)).containsExactlyInAnyOrderElementsOf(twice(all));
            assertThat(all).isSubsetOf(withLast(prepared));
            requireFiredOnceEach(broker);
        }
    }

    private void killAfter(int lines) throws Exception {
        var process = start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                hear(output.readLine());
            }
            process.toHandle().destroyForcibly();
            output.lines().forEach(this::hear);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start() throws IOException {
        return ChildJvm.of(PreparingMain.class, cell.bootstrapServers(), cell.name(), "" + LEASE.toMillis())
                .start("preparing-" + cell.name() + ".txt");
    }

    private void hear(String line) {
        assertThat(line).as("a line of the process, which has ended").isNotNull();
        var words = line.split(" ");
        if (words.length == 3 && words[2].equals(InstanceMain.END)) {
            (words[0].equals("prepared") ? prepared : committed).add(Integer.parseInt(words[1]));
        }
    }

    /** Those that it prepared, and was not to commit. */
    private Set<Integer> uncommitted() {
        return prepared.stream().filter(each -> each % 2 == 1).collect(Collectors.toSet());
    }

    private Set<Integer> withLast(Set<Integer> numbers) {
        var all = new HashSet<>(numbers);
        all.add(prepared.size() - 1);
        all.add(prepared.size());
        return all;
    }

    private static List<Integer> twice(Set<Integer> numbers) {
        return numbers.stream().flatMap(each -> List.of(each, each).stream()).toList();
    }

    private static Set<Integer> waiting(Broker broker) {
        return broker.prepared().stream()
                .map(each -> ByteBuffer.wrap(each.globalId()).getInt())
                .collect(Collectors.toSet());
    }

    private static List<StoredMessage> all(Broker broker, String queue) {
        return broker.browse(BrowseRequest.waiting(queue, AT_ONCE).build());
    }

    private static List<Integer> numbers(Broker broker, String queue) {
        return all(broker, queue).stream()
                .map(each -> Integer.parseInt(each.message().bodyText()))
                .toList();
    }

    /** The message of a firing has an id of its time. */
    private static void requireFiredOnceEach(Broker broker) {
        int before = all(broker, PreparingMain.FIRED).size();
        await().atMost(LIMIT).until(() -> all(broker, PreparingMain.FIRED).size() > before + 1);
        var fired = all(broker, PreparingMain.FIRED);
        assertThat(fired).extracting(each -> each.message().id()).doesNotHaveDuplicates();
        assertThat(broker.schedules().find(PreparingMain.SCHEDULE).orElseThrow().fired())
                .isGreaterThanOrEqualTo(fired.size());
    }
}
