package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Cleanup;
import io.penstock.Compression;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Durability;
import io.penstock.Lagging;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Retention;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.tool.LiveFiles;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.RemovalReason;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A broker over a log whose records age as soon as the test says so. */
class AgingTest extends BrokerTest {

    private static final LogOptions QUICK = LogOptions.of(new JournalOptions(4 << 20, 2 << 20, 8 << 20, 60_000))
            .withArchive(new ArchiveOptions(256 << 10, 16, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private static final String FILLING = "x".repeat(20_000);

    /** Two journal files' worth, so that at least one is full. */
    private static final int MANY = 500;

    private LocalLog log;

    @Override
    public BrokerFactory factory() {
        return (where, time) ->
                EmbeddedBroker.open(new BrokerOptions(where, Durability.SYNC, 100 << 10, QUICK), time, owner -> {
                    log = LocalLog.open(where, QUICK, time, owner);
                    return log;
                });
    }

    /** Until there is nothing to move, to remove or to rewrite any more. */
    private void age() {
        for (int round = 0; round < 8; round++) {
            log.age();
            assertThat(log.agingFailure()).isNull();
        }
    }

    private void sendMany(String destination) {
        for (int i = 0; i < MANY; i++) {
            broker.send(Message.to(destination)
                    .key("k" + i % 10)
                    .body(i + ":" + FILLING)
                    .build());
        }
    }

    private static int number(Delivery delivery) {
        return number(delivery.message().bodyText());
    }

    private static int number(String body) {
        return Integer.parseInt(body.substring(0, body.indexOf(':')));
    }

    private void topic(Cleanup cleanup) {
        boolean ages = cleanup == Cleanup.DELETE;
        var retention = Retention.builder().cleanup(cleanup).maxAge(ages ? Duration.ofHours(1) : null);
        broker.declare(Destination.topic("t")
                .retention(retention.build())
                .compression(ages ? Compression.LZ4 : Compression.NONE)
                .build());
    }

    private Inbox consumeTopic(String subscription) {
        return consume(ConsumerOptions.ofTopic("t", subscription, "test")
                .lease(Duration.ZERO)
                .build());
    }

    private SubscriptionStatistics statistics(String destination) {
        return broker.statistics(destination).subscriptions().get(0);
    }

    @Test
    void shouldDropTheFilesOfADeletedDestination() throws IOException {
        topic(Cleanup.DELETE);
        broker.declare(Destination.queue("other").build());
        sendMany("t");
        send("other", "stays");
        age();
        assertThat(directory.resolve("archive/t")).isDirectoryContaining(path -> true);
        broker.operations().delete("t", false, "test");
        sendMany("other");
        age();
        assertThat(LiveFiles.below(directory.resolve("archive/t"))).isEmpty();
        assertThat(log.archiveStatistics().removedRecords().getOrDefault(RemovalReason.DROPPED, 0L))
                .isPositive();
        reopen();
        assertThat(broker.destination("t")).isEmpty();
        assertThat(broker.browse(BrowseRequest.waiting("other", 1).build())
                        .get(0)
                        .message()
                        .bodyText())
                .isEqualTo("stays");
    }

    @Test
    void shouldNotKeepASegmentForOneMessage() {
        broker.declare(Destination.queue("q").build());
        sendMany("q");
        age();
        assertThat(log.archiveStatistics().bytes()).as("all of the full files").isGreaterThan(3 << 20);
        var deliveries = consumeQueue("q").next(MANY);
        deliveries.stream().filter(each -> number(each) != 17).forEach(each -> done(each.acceptAsync()));

        age();

        assertThat(log.archiveStatistics().bytes())
                .as("one message and the active segment")
                .isLessThan(600 << 10);
        reopen();
        assertThat(number(consumeQueue("q").next())).isEqualTo(17);
    }

    @Test
    void shouldNotArchiveWhatIsSettled() {
        broker.declare(Destination.queue("q").build());
        sendMany("q");
        consumeQueue("q").next(MANY).forEach(each -> done(each.acceptAsync()));

        age();

        assertThat(log.archiveStatistics().bytes()).isZero();
        assertThat(statistics("q").waiting()).isZero();
    }

    @Test
    void shouldKeepWhatADurableSubscriptionHasNotSettled() {
        topic(Cleanup.DELETE);
        broker.declare(Subscription.ofTopic("t", "s").build());
        sendMany("t");
        age();

        pass(Duration.ofHours(2));
        age();

        assertThat(statistics("t").oldestAgeMillis())
                .isEqualTo(Duration.ofHours(2).toMillis());
        var deliveries = consumeTopic("s").next(MANY);
        assertThat(deliveries.stream().map(AgingTest::number)).isSorted();
        deliveries.forEach(each -> done(each.acceptAsync()));
        age();
        assertThat(log.archiveStatistics().removedRecords().getOrDefault(RemovalReason.AGE, 0L))
                .as("nobody needs them any more")
                .isPositive();
        assertThat(statistics("t").skipped()).isZero();
    }

    @Test
    void shouldCountWhatALaggingSubscriptionLost() {
        topic(Cleanup.DELETE);
        broker.declare(Subscription.ofTopic("t", "s").lagging(Lagging.SKIP).build());
        sendMany("t");
        age();

        pass(Duration.ofHours(2));
        age();

        long skipped = statistics("t").skipped();
        assertThat(skipped).isPositive();
        int left = (int) (MANY - skipped);
        await().untilAsserted(() -> assertThat(statistics("t").waiting()).isEqualTo(left));
        assertThat(number(consumeTopic("s").next(left).get(0))).isEqualTo(skipped);
        assertThat(broker.browse(BrowseRequest.all("t", 1).partition(0).build()))
                .extracting(StoredMessage::offset)
                .containsExactly(skipped);
    }

    @Test
    void shouldServeACompactedTopicFromItsStart() {
        topic(Cleanup.COMPACT);
        sendMany("t");
        age();
        age();
        assertThat(log.archiveStatistics().removedRecords().getOrDefault(RemovalReason.SUPERSEDED, 0L))
                .isPositive();
        broker.declare(
                Subscription.ofTopic("t", "s").start(StartPosition.EARLIEST).build());

        var browsed = broker.browse(BrowseRequest.all("t", 10_000).partition(0).build());

        assertThat(browsed).hasSizeLessThan(MANY);
        var deliveries = consumeTopic("s").next(browsed.size());
        assertThat(deliveries.stream().map(Delivery::offset))
                .containsExactlyElementsOf(
                        browsed.stream().map(StoredMessage::offset).toList());
        Map<String, Integer> newest = new HashMap<>();
        for (var delivery : deliveries) {
            newest.put(new String(delivery.message().key(), StandardCharsets.UTF_8), number(delivery));
            done(delivery.acceptAsync());
        }
        assertThat(newest)
                .hasSize(10)
                .allSatisfy((key, number) -> assertThat(number).isGreaterThanOrEqualTo(MANY - 10));
        assertThat(statistics("t").skipped()).as("compaction loses nothing").isZero();
        assertThat(statistics("t").waiting()).isZero();
    }

    @Test
    void shouldServeTheOtherPartitionsOfADamagedArchive() throws IOException {
        broker.declare(Destination.queue("q").partitions(2).build());
        for (int i = 0; i < MANY; i++) {
            broker.send(Message.to("q").key("k" + i).body(i + ":" + FILLING).build());
        }
        age();
        broker.close();
        damageFirstSegment("q/0-");

        open();
        var inbox = consumeQueue("q");
        assertThat(inbox.next().partition()).isEqualTo(1);

        assertThatThrownBy(() ->
                        broker.browse(BrowseRequest.all("q", 10).partition(0).build()))
                .isInstanceOf(PenstockException.PartitionOffline.class)
                .hasMessageContaining("Partition 0 of 'q' is offline");
        var health = broker.health();
        assertThat(health.state()).isEqualTo(BrokerHealth.State.DEGRADED);
        assertThat(health.isRunning()).isTrue();
        assertThat(health.detail()).contains("'q' partition 0");
        assertThat(broker.statistics("q").problem())
                .startsWith("Partition 0 is offline: ")
                .doesNotContain("Partition 1");
        assertThatThrownBy(() -> sendToPartitionZero()).isInstanceOf(PenstockException.PartitionOffline.class);
        assertThat(broker.send(Message.to("q").body("0:keyless").build()).partition())
                .isEqualTo(1);
    }

    private void sendToPartitionZero() {
        for (int i = 0; i < 100; i++) {
            broker.send(Message.to("q").key("any" + i).body("0:keyed").build());
        }
    }

    private void damageFirstSegment(String folder) throws IOException {
        var segments = LiveFiles.below(directory.resolve("archive")).stream()
                .filter(file ->
                        file.toString().contains(folder) && file.toString().endsWith(".log"))
                .sorted()
                .toList();
        assertThat(segments).hasSizeGreaterThan(1);
        try (var file = new RandomAccessFile(segments.get(0).toFile(), "rw")) {
            file.seek(100);
            int old = file.read();
            file.seek(100);
            file.write(old ^ 1);
        }
    }

    @Test
    void shouldRefuseACompressionWhoseLibraryIsMissing() {
        broker.declare(Destination.queue("q").build());
        var limits = Limits.ofMessages(10).build();

        for (var refused : List.<ThrowingCallable>of(
                () -> broker.declare(
                        Destination.queue("new").compression(Compression.ZSTD).build()),
                () -> broker.alter(
                        Destination.queue("q").compression(Compression.ZSTD).build()))) {
            assertThatThrownBy(refused)
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("compression ZSTD")
                    .hasMessageContaining("com.github.luben:zstd-jni")
                    .hasMessageContaining("LZ4");
        }

        assertThat(broker.destination("new")).isEmpty();
        assertThat(broker.alter(Destination.queue("q").limits(limits).build()).effectiveCompression())
                .isEqualTo(Compression.NONE);
    }

    /** As by a process that had the library. */
    private void declareWithoutAsking(Destination destination) {
        var declared = new WaitingAppend(true);
        declared.addEntry(EntryCodec.encode(new Entry.DestinationDeclared(destination, 7, 7)));
        declared.write(log);
    }

    @Test
    void shouldGoOnWithACompressionWhoseLibraryIsGone() {
        declareWithoutAsking(
                Destination.queue("z").compression(Compression.ZSTD).build());
        reopen();
        broker.declare(Destination.queue("other").build());
        sendMany("z");
        sendMany("other");

        age();

        assertThat(log.archiveStatistics().bytes())
                .as("the other's, and next to nothing of what is compressed")
                .isBetween(3L << 20, 12L << 20);
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(broker.health().detail())
                .contains("'z' are compressed with LZ4 instead of ZSTD")
                .contains("com.github.luben:zstd-jni");
        assertThat(broker.alter(broker.destination("z")
                                .orElseThrow()
                                .copy()
                                .limits(Limits.ofMessages(MANY).build())
                                .build())
                        .compression())
                .isEqualTo(Compression.ZSTD);
        assertThat(consumeQueue("z").next(MANY).stream().map(AgingTest::number)).isSorted();
        broker.alter(Destination.queue("z").compression(Compression.LZ4).build());
        assertThat(broker.health().detail()).isEqualTo("Serves " + directory + ".");
    }

    @Test
    void shouldTellWhenOldMessagesCannotBePutAway() throws IOException {
        broker.declare(Destination.queue("stuck").build());
        broker.declare(Destination.queue("other").build());
        Files.createDirectories(directory.resolve("archive"));
        var inItsPlace = Files.createFile(directory.resolve("archive/stuck"));
        sendMany("stuck");
        sendMany("other");

        log.age();
        assertThat(log.archiveStatistics().bytes()).as("of the other").isGreaterThan(3 << 20);
        assertThat(broker.health().state()).as("at first").isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(broker.health().detail()).contains("archive/stuck");
        assertThat(broker.statistics("stuck").problem())
                .startsWith("Old messages of partition 0 cannot be moved")
                .contains("archive/stuck");
        assertThat(broker.statistics("other").problem()).isNull();
        pass(Duration.ofMinutes(1));
        log.age();

        assertThat(broker.health().state()).as("others are served").isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(broker.health().detail())
                .contains("for 60 s")
                .contains("full journal file(s)")
                .contains("archive/stuck");
        assertThat(((EmbeddedBroker) broker).archiveFailureMillis()).isEqualTo(60_000);
        Files.delete(inItsPlace);
        age();
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(broker.statistics("stuck").problem()).isNull();
        assertThat(((EmbeddedBroker) broker).journalStatistics().fullFiles()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsSentToADestinationThatHoldsTooManyFilesAndNothingElse() throws IOException {
        broker.declare(Destination.queue("stuck").build());
        broker.declare(Destination.queue("other").build());
        Files.createDirectories(directory.resolve("archive"));
        var inItsPlace = Files.createFile(directory.resolve("archive/stuck"));
        sendMany("stuck");
        log.age();
        for (int i = 0; ((EmbeddedBroker) broker).journalStatistics().fullFiles() < LocalLog.maxHeldFiles(QUICK); i++) {
            send("stuck", "still taken");
            sendMany("other");
        }
        log.age();

        assertThatThrownBy(() -> send("stuck", "refused"))
                .isInstanceOf(PenstockException.StorageFull.class)
                .hasMessageContaining("'stuck'")
                .hasMessageContaining("archive/stuck");
        assertThat(broker.statistics("stuck").problem())
                .startsWith("Partition 0 takes nothing more: ")
                .contains("archive/stuck");
        send("other", "taken");
        assertThat(consumeQueue("stuck").next().message().bodyText()).startsWith("0:");
        pass(Duration.ofMinutes(1));
        log.age();
        assertThat(broker.health().state()).as("others fill the disk").isEqualTo(BrokerHealth.State.DEGRADED);

        Files.delete(inItsPlace);
        age();
        send("stuck", "taken again");
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(((EmbeddedBroker) broker).journalStatistics().fullFiles()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldApplyAlteredRetention() {
        topic(Cleanup.DELETE);
        sendMany("t");
        age();
        var forever = Destination.topic("t").retention(Retention.FOREVER).build();

        assertThat(broker.alter(forever)).isEqualTo(forever);
        pass(Duration.ofDays(400));
        age();
        assertThat(log.archiveStatistics().removedRecords()).isEmpty();

        reopen();
        assertThat(broker.destination("t")).contains(forever);
        assertThat(broker.declare(Destination.topic("t").build()))
                .as("says nothing")
                .isEqualTo(forever);
        assertThatThrownBy(() -> broker.declare(
                        Destination.topic("t").retention(Retention.WEEK).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("PT168H")
                .hasMessageContaining("maxAge none");
        assertThatThrownBy(() -> broker.alter(Destination.queue("t").build()))
                .isInstanceOf(PenstockException.Conflict.class);
        broker.alter(Destination.topic("t").build());
        age();
        assertThat(log.archiveStatistics().removedRecords()).containsKey(RemovalReason.AGE);
    }

    @Test
    void shouldGoOnFromACheckpointWithManyQueues() {
        int queues = 2_000;
        for (int i = 0; i < queues; i++) {
            broker.declare(Destination.queue("q" + i).build());
        }
        send("q7", "a", "b");
        done(consumeQueue("q7").next().acceptAsync());

        reopen();

        assertThat(broker.destinations()).hasSize(queues);
        assertThat(consumeQueue("q7").next().message().bodyText()).isEqualTo("b");
        var receipt = broker.send(Message.to("q1999").body("c").build());
        assertThat(receipt.offset()).isZero();
        assertThat(broker.declare(Destination.queue("new").build()).partitions())
                .isEqualTo(1);
        send("new", "d");
        assertThat(consumeQueue("new").next().message().bodyText()).isEqualTo("d");
    }
}
