package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.Cleanup;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.Retention;
import io.penstock.StoredMessage;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.RemovalReason;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * A process with a broker under load, made to be killed. What it finds when it starts, and what it is told by the
 * broker afterwards, it tells line by line; a line that was written outlives it.
 */
final class LoadedBroker {

    static final String QUEUE = "orders";
    static final String TABLE = "prices";
    static final String EVENTS = "events";
    static final int PARTITIONS = 2;

    /** What each line ends with: one that was cut has none. */
    static final String END = " .";

    /** Not the usual ten seconds between two looks at retention, but a tenth of one. */
    private static final int CLOCK_SPEED = 100;

    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    private static final int MIN_BODY_BYTES = 2 << 10;
    private static final int MORE_BODY_BYTES = 8 << 10;
    private static final int KEYS = 20;
    private static final int ON_THEIR_WAY = 64;
    private static final int CREDIT = 100;

    /** One of so many messages stays unsettled for this life of the process. */
    private static final int HELD = 16;

    private static final int PAGE = 1_000;
    private static final int SENDS_BETWEEN_STATISTICS = 100;

    /** Files as small as a broker takes them. */
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 50))
            .withArchive(new ArchiveOptions(128 << 10, 8, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(10);

    private static final Retention BY_SIZE =
            Retention.builder().maxAge(null).maxBytes(512 << 10).build();

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Semaphore permits = new Semaphore(ON_THEIR_WAY);
    private final int round;
    private final EmbeddedBroker broker;

    private LoadedBroker(Path directory, int round, long firstMillis) {
        this.round = round;
        InstantSource clock =
                () -> Instant.ofEpochMilli(firstMillis + CLOCK_SPEED * (System.currentTimeMillis() - firstMillis));
        broker = EmbeddedBroker.open(new BrokerOptions(directory, Durability.SYNC, MAX_MESSAGE_BYTES, SMALL), clock);
        broker.declare(Destination.queue(QUEUE).partitions(PARTITIONS).build());
        broker.declare(Destination.topic(TABLE)
                .partitions(PARTITIONS)
                .retention(Retention.builder().cleanup(Cleanup.COMPACT).build())
                .build());
        broker.declare(Destination.topic(EVENTS)
                .partitions(PARTITIONS)
                .retention(BY_SIZE)
                .build());
    }

    /** Directory, round, time of the first round in milliseconds, and whether only to settle what is left. */
    public static void main(String[] args) throws InterruptedException {
        var child = new LoadedBroker(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
        child.tellWhatIsThere();
        if (Boolean.parseBoolean(args[3])) {
            child.drain();
        } else {
            child.consume(child::isNotHeld);
            child.send();
        }
    }

    private synchronized void tell(String line) {
        out.println(line + END);
    }

    private void tellWhatIsThere() {
        read(QUEUE, QUEUE);
        read(TABLE, null);
        read(EVENTS, null);
        tellStatistics();
        tell("ready");
    }

    private void read(String destination, String subscription) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            long from = 0;
            List<StoredMessage> page;
            do {
                page = broker.browse(BrowseRequest.all(destination, PAGE)
                        .subscription(subscription)
                        .partition(partition)
                        .fromOffset(from)
                        .build());
                for (var stored : page) {
                    tell("found " + destination + " " + partition + " " + stored.offset() + " "
                            + name(stored.message()));
                    from = stored.offset() + 1;
                }
            } while (!page.isEmpty());
        }
    }

    /** Where events begin now: retention may have been at work since they were read. */
    private void tellBeginnings() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (var first : broker.browse(
                    BrowseRequest.all(EVENTS, 1).partition(partition).build())) {
                tell("begins " + EVENTS + " " + partition + " " + first.offset());
            }
        }
    }

    /** What a message is called; that it is whole is checked on the way. */
    private String name(Message message) {
        var body = message.bodyText();
        var name = body.substring(0, body.indexOf(':'));
        if (!body.equals(body(name))) {
            tell("broken " + name);
        }
        return name;
    }

    private static String body(String name) {
        int hash = name.hashCode() & Integer.MAX_VALUE;
        return name + ":" + Integer.toString(hash, 36).repeat((MIN_BODY_BYTES + hash % MORE_BODY_BYTES) / 6);
    }

    /** @param settles says of which messages */
    private void consume(Predicate<String> settles) {
        var inbox = new LinkedBlockingQueue<Delivery>();
        var options = ConsumerOptions.ofQueue(QUEUE, "c").lease(Duration.ZERO).build();
        var consumer = broker.consume(options, inbox::addAll);
        consumer.request(CREDIT);
        var worker = new Thread(() -> work(inbox, consumer, settles), "worker");
        worker.setDaemon(true);
        worker.start();
    }

    private void work(BlockingQueue<Delivery> inbox, Consumer consumer, Predicate<String> settles) {
        try {
            while (true) {
                var delivery = inbox.take();
                var name = name(delivery.message());
                tell("got " + name);
                if (settles.test(name)) {
                    settle(delivery, name);
                }
                consumer.request(1);
            }
        } catch (InterruptedException e) {
            tell("broken " + e);
        }
    }

    private boolean isNotHeld(String name) {
        return (name.hashCode() + round) % HELD != 0;
    }

    private void settle(Delivery delivery, String name) {
        tell("settling " + name);
        delivery.acceptAsync()
                .whenComplete((done, failure) -> tell(failure == null ? "settled " + name : "broken " + name));
    }

    private void send() throws InterruptedException {
        for (int number = 0; ; number++) {
            switch (number % 4) {
                case 0 -> send(QUEUE, "k" + number % KEYS, "r" + round + "-" + number);
                case 1 -> send(QUEUE, null, "r" + round + "-" + number);
                case 2 -> send(TABLE, "k" + number % KEYS, "k" + number % KEYS + "=" + version(number));
                default -> send(EVENTS, null, "r" + round + "-" + number);
            }
            if (number % SENDS_BETWEEN_STATISTICS == 0) {
                tellStatistics();
            }
        }
    }

    private long version(int number) {
        return round * 1_000_000_000L + number;
    }

    private void send(String destination, String key, String name) throws InterruptedException {
        permits.acquire();
        broker.sendAsync(Message.to(destination).key(key).body(body(name)).build())
                .whenComplete((receipt, failure) -> sent(receipt, name, failure));
    }

    private void sent(Receipt receipt, String name, Throwable failure) {
        permits.release();
        tell(
                failure == null
                        ? "sent " + receipt.destination() + " " + receipt.partition() + " " + receipt.offset() + " "
                                + name
                        : "broken " + failure);
    }

    private void tellStatistics() {
        var done = broker.archiveStatistics();
        tell("aged " + done.movedBytes() + " "
                + done.removedRecords().getOrDefault(RemovalReason.SIZE, 0L) + " "
                + done.rewrittenBytes());
        tellBeginnings();
    }

    /** Until it is killed. */
    private void drain() throws InterruptedException {
        consume(name -> true);
        new CountDownLatch(1).await();
    }
}
