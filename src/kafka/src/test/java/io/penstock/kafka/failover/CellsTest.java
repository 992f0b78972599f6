package io.penstock.kafka.failover;

import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaRole;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.topic.TopicNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three cells and three instances, as processes: one comes, one is held, one leaves. Takes over a minute where others
 * are busy, and is run on demand only.
 */
@EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
class CellsTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 100;
    private static final List<String> CELLS = List.of("main", "main-2", "main-3");

    /** Each cell begins with an owner and may move once for each of the four changes, and once more to even it out. */
    private static final int MOST_OWNERS = 10;

    private final String installation = TestKafka.uniqueName();
    private final CellsLedger ledger = new CellsLedger();
    private final List<CellsProcess> instances = new ArrayList<>();

    @Test
    void shouldHaveOneOwnerOfEachCellAndKeepAllMessagesInOrderAndOnce() throws Exception {
        long began = System.nanoTime();
        try {
            start("a");
            start("b");
            awaitAllOwned();
            var comes = start("c");
            until("the one that has come owns a cell", () -> !comes.owned().isEmpty());
            awaitAllOwned();

            comes.hold();
            until("the others own all cells", () -> owners(instances.subList(0, 2)) >= CELLS.size());
            long before = acknowledged();
            until("the others are served", () -> acknowledged() > before + MESSAGES);
            comes.goOn();

            instances.get(0).leave();
            instances.remove(0);
            awaitAllOwned();
            long after = acknowledged();
            until("the others are served", () -> acknowledged() > after + MESSAGES);
            instances.forEach(CellsProcess::quiet);
            until("nobody sends", () -> instances.stream().allMatch(CellsProcess::isQuiet));
            compare();
        } finally {
            instances.forEach(CellsProcess::close);
        }
        System.out.printf(
                Locale.ROOT,
                "Three cells, three instances: %s; in %d s.%n",
                ledger,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private CellsProcess start(String name) throws Exception {
        var instance = CellsProcess.start(TestKafka.bootstrapServers(), installation, LEASE, name, ledger);
        instances.add(instance);
        return instance;
    }

    private static void until(String what, BooleanSupplier condition) {
        await(what).atMost(LIMIT).until(condition::getAsBoolean);
    }

    /** An owner that has lost its cell without knowing it says so later: what they say adds up to more for a while. */
    private static int owners(List<CellsProcess> of) {
        return of.stream().mapToInt(each -> each.owned().size()).sum();
    }

    private void awaitAllOwned() {
        until(
                "every instance owns a cell",
                () -> instances.stream().noneMatch(each -> each.owned().isEmpty()));
        until("every cell is owned once", () -> owners(instances) == CELLS.size());
        long before = acknowledged();
        until("messages are acknowledged", () -> acknowledged() > before + MESSAGES);
    }

    private long acknowledged() {
        return instances.stream().mapToLong(CellsProcess::acknowledged).sum();
    }

    private void compare() throws Exception {
        var options = CellsMain.options(TestKafka.bootstrapServers(), installation, LEASE)
                .role(KafkaRole.CLIENT)
                .build();
        try (var client = KafkaBroker.open(options, CellsMain.engine())) {
            assertThat(ledger.compare(client, LIMIT)).as(ledger.toString()).isEmpty();
        }
        assertThat(ledger.count()).isGreaterThan(MESSAGES);
        for (var cell : CELLS) {
            assertThat(owners(cell))
                    .as("the owners of %s, as its journal says", cell)
                    .hasSizeBetween(1, MOST_OWNERS);
        }
    }

    /** The numbers of those that have become owner: a line counts whose number is higher than all before. */
    private List<Long> owners(String cell) {
        var clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
        var owners = new ArrayList<Long>();
        try (var journal = new JournalReader(clients.reader(), new TopicNames("", installation, cell).journal())) {
            journal.seek(journal.start());
            long end = journal.end();
            while (journal.position() < end) {
                for (var line : journal.poll(Duration.ofMillis(100))) {
                    if (line.kind() == JournalKind.OWNED
                            && (owners.isEmpty() || line.epoch() > owners.get(owners.size() - 1))) {
                        owners.add(line.epoch());
                    }
                }
            }
        }
        return owners;
    }
}
