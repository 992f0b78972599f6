package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.offline.LogRepair;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A journal that was cut short and repaired: partitions go on far behind what was read, and nobody waits for what lies
 * between, whatever is asked, declared or begun anew.
 */
class RepairedCountsTest extends BrokerTest {

    private static final int SEEDS = 4;
    private static final int FILE_BYTES = 3 << 20;
    private static final List<String> QUEUES = List.of("limited", "unlimited", "silent");
    private static final List<String> SUBSCRIPTIONS = List.of("s", "t");

    /** Files so small that some get old. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(FILE_BYTES, 5 << 18, 16 << 20, 50))
            .withYoungFiles(2)
            .withRoundMillis(1);

    private final Set<String> sent = new HashSet<>();
    private int serial;

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where)
                        .withDurability(Durability.OS)
                        .withMaxMessageBytes(100_000)
                        .withLog(SMALL),
                time);
    }

    @Test
    void shouldCountWhatIsThereAfterTheJournalWasCutShortAndRepaired() throws Exception {
        declareLimited("q", 10);
        declareLimited("never-used", 10);
        broker.declare(Destination.topic("t").build());
        broker.declare(Subscription.ofTopic("t", "s").build());
        send("q", "a", "b", "c");
        send("t", "a", "b", "c");
        broker.close();
        cut(journals().get(0), 3_000);
        assertThatThrownBy(this::open).isInstanceOf(PenstockException.StorageUnusable.class);

        LogRepair.apply(directory, true, clock.millis());
        open();

        long gap = broker.statistics("never-used").partitions().get(0).endOffset();
        assertThat(gap).as("offsets that are lost").isGreaterThan(1_000);
        for (int start = 0; start < 3; start++) {
            assertThat(broker.statistics("q").partitions().get(0).endOffset()).isGreaterThan(gap);
            for (String name : List.of("q", "never-used", "t")) {
                assertThat(broker.statistics(name).depth())
                        .isEqualTo(broker.statistics(name).messages())
                        .isLessThanOrEqualTo(3 + start);
            }
            send("q", "more");
            send("t", "more");
            reopen();
        }
        int room = (int) (10 - broker.statistics("q").depth());
        for (int i = 0; i < room; i++) {
            send("q", "as many as there is room for");
        }
        assertThatThrownBy(() -> send("q", "one too many"))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("10");
    }

    @Test
    void shouldLetWhatIsDeclaredAfterARepairBeginAtTheEnd() throws Exception {
        broker.declare(Destination.topic("t").build());
        send("t", "a", "b", "c");
        broker.close();
        cut(journals().get(0), 3_000);
        LogRepair.apply(directory, true, clock.millis());
        open();

        long left = broker.statistics("t").messages();
        declareLimited("later", 2);
        broker.declare(
                Subscription.ofTopic("t", "all").start(StartPosition.EARLIEST).build());
        broker.declare(
                Subscription.ofTopic("t", "new").start(StartPosition.LATEST).build());
        for (int start = 0; start < 3; start++) {
            assertThat(broker.statistics("later").depth()).isZero();
            assertThat(subscription("t", "all").waiting()).isEqualTo(left);
            assertThat(subscription("t", "new").waiting()).isZero();
            reopen();
        }

        send("later", "1", "2");
        assertThatThrownBy(() -> send("later", "3")).isInstanceOf(PenstockException.LimitReached.class);
        try (var inbox = consumeQueue("later")) {
            inbox.next(2).forEach(delivery -> done(delivery.acceptAsync()));
        }
        broker.seek("t", "all", StartPosition.EARLIEST);
        assertThat(subscription("t", "all").waiting()).isEqualTo(left);
        assertThat(subscription("t", "all").skipped()).isZero();
        assertThat(subscription("later", "later").skipped()).isZero();
    }

    @Test
    void shouldCountWhatIsThereWhereverTheJournalWasDamaged() {
        EachSeed.fromAnywhere(SEEDS, this::run);
    }

    private void run(long seed) throws Exception {
        var random = new Random(seed);
        broker.close();
        clear();
        sent.clear();
        open();
        declareAll();
        for (int life = 0; life < 3; life++) {
            use(random);
            broker.close();
            damage(random);
            LogRepair.apply(directory, true, clock.millis());
            assertThat(LogRepair.plan(directory, true)).isEmpty();
            open();
            declareAll();
            checkCounts();
            declareLimited("born-" + life, 3);
            assertThat(broker.statistics("born-" + life).depth()).isZero();
            use(random);
            checkCounts();
            reopen();
            checkCounts();
            if (random.nextBoolean()) {
                broker.operations().delete("born-" + life, true, "test");
            }
        }
        for (String name : QUEUES) {
            drain(name, name);
        }
        for (String name : SUBSCRIPTIONS) {
            if (random.nextBoolean()) {
                broker.seek("topic", name, StartPosition.EARLIEST);
            }
            drain("topic", name);
        }
    }

    /** What was lost of it is declared anew. */
    private void declareAll() {
        QUEUES.forEach(name -> declareLimited(name, name.equals("limited") ? 5_000 : 0));
        broker.declare(Destination.topic("topic").partitions(2).build());
        SUBSCRIPTIONS.forEach(name -> broker.declare(Subscription.ofTopic("topic", name)
                .start(StartPosition.EARLIEST)
                .build()));
    }

    private void declareLimited(String queue, long most) {
        var limits =
                most == 0 ? Limits.NONE : Limits.builder().maxMessages(most).build();
        broker.declare(Destination.queue(queue).limits(limits).build());
    }

    private void use(Random random) {
        for (int i = 0; i < 200; i++) {
            String name = List.of("limited", "unlimited", "topic").get(random.nextInt(3));
            String body = serial++ + "x".repeat(random.nextInt(40_000));
            sent.add(body);
            broker.send(Message.to(name).body(body).build());
        }
        try (var inbox = consumeQueue("unlimited")) {
            long waiting = subscription("unlimited", "unlimited").waiting();
            for (int i = random.nextInt(50); i > 0 && waiting > 0; i--, waiting--) {
                var delivery = inbox.next();
                if (random.nextInt(4) > 0) {
                    done(delivery.acceptAsync());
                }
            }
        }
    }

    /** What is counted is what a reader of everything finds. */
    private void checkCounts() {
        for (String name : QUEUES) {
            var statistics = broker.statistics(name);
            assertThat(statistics.depth())
                    .as(name)
                    .isEqualTo(subscription(name, name).waiting());
            assertThat(statistics.depth()).as(name).isLessThanOrEqualTo(statistics.messages());
            assertThat(statistics.messages()).as(name).isLessThanOrEqualTo(sent.size());
        }
        var topic = broker.statistics("topic");
        assertThat(topic.messages()).isLessThanOrEqualTo(sent.size());
        for (String name : SUBSCRIPTIONS) {
            assertThat(subscription("topic", name).waiting()).as(name).isEqualTo(topic.messages());
            assertThat(subscription("topic", name).skipped()).as(name).isZero();
        }
    }

    private void drain(String destination, String name) {
        long waiting = subscription(destination, name).waiting();
        var bodies = new ArrayList<String>();
        var options = destination.equals(name)
                ? ConsumerOptions.ofQueue(name, "test")
                : ConsumerOptions.ofTopic(destination, name, "test");
        try (var inbox = consume(options.lease(Duration.ZERO).build())) {
            for (; waiting > 0; waiting--) {
                var delivery = inbox.next();
                bodies.add(delivery.message().bodyText());
                done(delivery.acceptAsync());
            }
            inbox.expectNothing();
        }
        assertThat(bodies).doesNotHaveDuplicates();
        assertThat(sent).containsAll(bodies);
        assertThat(subscription(destination, name).waiting()).isZero();
        assertThat(subscription(destination, name).skipped()).isZero();
    }

    private SubscriptionStatistics subscription(String destination, String name) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> journals() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (var content = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.truncate(bytes);
        }
    }

    /** Cuts a file short, deletes it, or turns round some of its bytes. */
    private void damage(Random random) throws IOException {
        var files = journals();
        var file = files.get(random.nextInt(files.size()));
        int at = 5_000 + random.nextInt(FILE_BYTES - 5_000);
        int way = random.nextInt(5);
        if (way < 2) {
            cut(file, at);
            return;
        }
        if (way == 2) {
            Files.delete(file);
            return;
        }
        var bytes = Files.readAllBytes(file);
        for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(100_000)); i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
    }

    private void clear() throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
