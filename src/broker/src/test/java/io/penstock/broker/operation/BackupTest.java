package io.penstock.broker.operation;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Cleanup;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Retention;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Backups on a real file system, while messages flow, files are recycled, and old messages move to the archive. */
class BackupTest {

    private static final int SENDERS = 3;
    private static final int PAGE = 500;
    private static final String FILLING = "x".repeat(8_000);

    /** Files as small as a broker takes them, so that they are full, moved and recycled all the time. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 4 << 20, 50))
            .withArchive(new ArchiveOptions(128 << 10, 16, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(1);

    @TempDir
    Path place;

    /** What was acknowledged so far. */
    private final Map<Integer, Integer> sent = new ConcurrentHashMap<>();

    private final Set<String> accepting = ConcurrentHashMap.newKeySet();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger slowed = new AtomicInteger();

    private static Broker open(Path directory) {
        return EmbeddedBroker.open(new BrokerOptions(directory, Durability.OS, 100 << 10, SMALL));
    }

    private void declare(Broker broker) {
        broker.declare(Destination.queue("orders").partitions(2).build());
        broker.declare(Destination.topic("prices")
                .partitions(2)
                .retention(Retention.builder().cleanup(Cleanup.DELETE).build())
                .build());
        broker.declare(Destination.topic("newest")
                .retention(Retention.builder().cleanup(Cleanup.COMPACT).build())
                .build());
    }

    /** Sends numbers in their order, each to the queue and to the topics. */
    private Thread sender(Broker broker, int number) {
        var thread = new Thread(() -> {
            for (var i = 1; !over.get(); i++) {
                var body = number + ":" + i + ":" + FILLING;
                for (var destination : List.of("orders", "prices", "newest")) {
                    broker.send(Message.to(destination)
                            .key("sender-" + number)
                            .body(body)
                            .build());
                }
                sent.put(number, i);
            }
        });
        thread.start();
        return thread;
    }

    private void consume(Broker broker) {
        broker.consume(
                        ConsumerOptions.ofQueue("orders", "c").build(),
                        deliveries -> deliveries.forEach(delivery -> {
                            var body = name(delivery.message());
                            // Every other one stays for ever, so that queues have something to compact.
                            if (number(body) % 2 == 0) {
                                accepting.add(body);
                                delivery.acceptAsync().thenRun(() -> accepted.add(body));
                            }
                        }))
                .request(1_000_000);
    }

    private static String name(Message message) {
        var text = message.bodyText();
        return text.substring(0, text.lastIndexOf(':'));
    }

    private static int sender(String name) {
        return Integer.parseInt(name.substring(0, name.indexOf(':')));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(name.indexOf(':') + 1));
    }

    /** Waits at some files until the log has gone on, as it does when the target is slow. */
    private final class SlowDirectory extends CopiedDirectory {

        private final Path source;
        private int files;

        SlowDirectory(Path directory, Path source) {
            super(directory);
            this.source = source;
        }

        @Override
        void before(BackupFile file) throws IOException {
            // The first journal file, and segments in the middle of the archive.
            if (file.path().endsWith(".journal") && slowed.compareAndSet(0, 1)
                    || file.path().startsWith("archive/") && ++files % 20 == 10 && slowed.get() < 3) {
                var checkpoint = newestCheckpoint();
                var journal = newestJournal();
                Patience.await().until(() -> newestCheckpoint() >= checkpoint + 3 && newestJournal() >= journal + 3);
                slowed.incrementAndGet();
            }
        }

        private long newestCheckpoint() throws IOException {
            return newest("checkpoint-", ".penstock");
        }

        private long newestJournal() throws IOException {
            return newest("", ".journal");
        }

        private long newest(String prefix, String suffix) throws IOException {
            try (var list = Files.list(source)) {
                return list.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                        .mapToLong(name ->
                                Long.parseLong(name.substring(prefix.length(), name.length() - suffix.length())))
                        .max()
                        .orElse(0);
            }
        }
    }

    @Test
    void shouldHaveAllThatWasAcknowledgedBeforeAndNothingElseWhileFilesAreRecycled() throws Exception {
        var data = place.resolve("data");
        Files.createDirectories(data);
        Files.writeString(data.resolve("first-attempts.trace"), "beside the log");
        var target = new SlowDirectory(place.resolve("backup"), data);
        Map<Integer, Integer> sentBefore;
        Set<String> acceptedBefore;
        try (var broker = open(data)) {
            declare(broker);
            consume(broker);
            var senders = new ArrayList<Thread>();
            for (var i = 0; i < SENDERS; i++) {
                senders.add(sender(broker, i));
            }
            Patience.await().until(() -> sent.values().stream().mapToInt(i -> i).sum() > 600);

            sentBefore = new HashMap<>(sent);
            acceptedBefore = new HashSet<>(accepted);
            var backup = broker.operations().backup(target).toCompletableFuture();
            var content = backup.get(Patience.SECONDS, TimeUnit.SECONDS);

            assertThat(content.problems()).isEmpty();
            over.set(true);
            for (var thread : senders) {
                thread.join();
            }
            assertThat(broker.health().isRunning()).as("%s", broker.health()).isTrue();
        }
        assertThat(slowed.get()).as("files were recycled meanwhile").isEqualTo(3);
        assertThat(target.links.get()).isPositive();
        assertThat(target.isComplete).isTrue();
        assertThat(Files.readString(target.directory.resolve("first-attempts.trace")))
                .isEqualTo("beside the log");
        verify(target.directory);

        try (var restored = open(target.directory)) {
            var topic = numbers(all(restored, "prices"));
            sentBefore.forEach((sender, last) -> {
                var numbers = topic.get(sender);
                for (var i = 0; i < numbers.size(); i++) {
                    assertThat(numbers.get(i))
                            .as("nothing missing, nothing twice")
                            .isEqualTo(i + 1);
                }
                assertThat(numbers.size()).isBetween(last, sent.get(sender) + 1);
            });
            var waiting = new HashSet<String>();
            all(restored, "orders")
                    .forEach(message -> assertThat(waiting.add(name(message))).isTrue());
            assertThat(waiting).doesNotContainAnyElementsOf(acceptedBefore);
            sentBefore.forEach((sender, last) -> {
                for (var i = 1; i <= last; i++) {
                    var name = sender + ":" + i;
                    assertThat(waiting.contains(name) || accepting.contains(name))
                            .as(name)
                            .isTrue();
                }
            });
            waiting.forEach(name -> assertThat(number(name)).isLessThanOrEqualTo(sent.get(sender(name)) + 1));
            var newest = numbers(all(restored, "newest"));
            sentBefore.forEach((sender, last) -> assertThat(
                            newest.get(sender).get(newest.get(sender).size() - 1))
                    .isGreaterThanOrEqualTo(last));
            restored.send(Message.to("orders").body("9:2:goes on").build());
        }
        verify(data);
    }

    /** What waits in a queue, or all of a topic, partition by partition. */
    private static List<Message> all(Broker broker, String destination) {
        var found = new ArrayList<Message>();
        var declared = broker.destination(destination).orElseThrow();
        for (var partition = 0; partition < declared.partitions(); partition++) {
            var from = 0L;
            while (true) {
                var request = BrowseRequest.all(destination, PAGE)
                        .subscription(declared.kind() == DestinationKind.QUEUE ? destination : null)
                        .partition(partition)
                        .fromOffset(from);
                var page = broker.browse(request.build());
                if (page.isEmpty()) {
                    break;
                }
                page.forEach(each -> found.add(each.message()));
                from = page.get(page.size() - 1).offset() + 1;
            }
        }
        return found;
    }

    /** The numbers that each sender has sent, in the order of the log. */
    private static Map<Integer, List<Integer>> numbers(List<Message> messages) {
        var numbers = new HashMap<Integer, List<Integer>>();
        messages.forEach(message -> {
            var name = name(message);
            numbers.computeIfAbsent(sender(name), sender -> new ArrayList<>()).add(number(name));
        });
        return numbers;
    }

    private static void verify(Path directory) {
        var damages = new ArrayList<LogDamage>();
        var gaps = new ArrayList<LogGap>();
        try (var log = LogInspector.open(directory)) {
            var report = log.walk(new LogVisitor() {
                @Override
                public void damage(LogDamage damage) {
                    damages.add(damage);
                }

                @Override
                public void gap(LogGap gap) {
                    gaps.add(gap);
                }
            });
            assertThat(report.damaged()).isZero();
            assertThat(report.torn()).isZero();
        }
        assertThat(damages).isEmpty();
        assertThat(gaps).isEmpty();
    }
}
