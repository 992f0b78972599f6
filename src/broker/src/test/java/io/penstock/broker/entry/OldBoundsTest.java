package io.penstock.broker.entry;

import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Retention;
import io.penstock.Schedule;
import io.penstock.ScheduleStatus;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.Times;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.conformance.tool.LiveFiles;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory of an earlier version may hold what is out of today's bounds: it is opened, what is too long or too late
 * is as long or as late as possible, and everything else is served.
 */
class OldBoundsTest {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(4 << 20, 2 << 20, 8 << 20, 60_000));

    /** Some 950 years, and the year 128,000: they have as many bytes as what they take the place of. */
    private static final Duration TOO_LONG = Duration.ofSeconds(30_000_000_000L);

    private static final long TOO_LATE_SECONDS = 4_000_000_000_000L;

    private static final int FIRST_ID = 20;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private LocalLog log;
    private int ids = FIRST_ID;

    private EmbeddedBroker open(String name) {
        var where = directory.resolve(name);
        return EmbeddedBroker.open(new BrokerOptions(where, Durability.SYNC, 64 << 10, SMALL), clock, owner -> {
            log = LocalLog.open(where, SMALL, clock, owner);
            return log;
        });
    }

    private static byte[] bytes(Duration duration) {
        var out = new EntryWriter();
        out.duration(duration);
        return out.toBytes();
    }

    private static byte[] number(long value) {
        var out = new EntryWriter();
        out.number(value);
        return out.toBytes();
    }

    private static byte[] replaced(byte[] entry, byte[] part, byte[] by) {
        assertThat(by).hasSameSizeAs(part);
        var text = new String(entry, StandardCharsets.ISO_8859_1);
        var from = new String(part, StandardCharsets.ISO_8859_1);
        assertThat(text).containsOnlyOnce(from);
        return text.replace(from, new String(by, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As the earlier version wrote it, whose bounds were others. */
    private void write(Entry entry, byte[] part, byte[] by) {
        var append = new WaitingAppend(true);
        append.addEntry(replaced(EntryCodec.encode(entry), part, by));
        append.write(log);
    }

    private void declare(Destination destination, Duration bound, Duration wanted) {
        int subscription = destination.kind() == DestinationKind.QUEUE ? ids : 0;
        write(new Entry.DestinationDeclared(destination, ids, subscription), bytes(bound), bytes(wanted));
        ids++;
    }

    private void schedule(Schedule schedule, byte[] part, byte[] by) {
        write(
                new Entry.ScheduleDeclared(
                        new StoredSchedule(schedule, false, clock.millis(), clock.millis() + 60_000, 0, 0, 0)),
                part,
                by);
    }

    private void writeWhatEarlierVersionsTook() {
        declare(
                Destination.queue("ids")
                        .deduplication(Destination.MAX_DEDUPLICATION)
                        .build(),
                Destination.MAX_DEDUPLICATION,
                Duration.ofDays(24));
        declare(
                Destination.queue("living")
                        .timeToLive(Destination.MAX_TIME_TO_LIVE)
                        .build(),
                Destination.MAX_TIME_TO_LIVE,
                TOO_LONG);
        declare(
                Destination.topic("kept")
                        .retention(Retention.builder().maxAge(Retention.MAX_AGE).build())
                        .build(),
                Retention.MAX_AGE,
                TOO_LONG);
        var message = Message.to("innocent").build();
        schedule(
                Schedule.every("interval", Schedule.MAX_INTERVAL, message).build(),
                bytes(Schedule.MAX_INTERVAL),
                bytes(TOO_LONG));
        byte[] latest = number(Times.MAX.getEpochSecond() + 1);
        schedule(
                Schedule.every("start", Duration.ofDays(1), message)
                        .start(Times.MAX)
                        .build(),
                latest,
                number(TOO_LATE_SECONDS));
        schedule(
                Schedule.every("end", Duration.ofDays(1), message)
                        .end(Times.MAX)
                        .build(),
                latest,
                number(TOO_LATE_SECONDS));
        schedule(
                Schedule.cron("zone", "0 9 * * *", message)
                        .zone(ZoneId.of("Europe/Berlin"))
                        .build(),
                "Europe/Berlin".getBytes(StandardCharsets.US_ASCII),
                "Europe/Atlant".getBytes(StandardCharsets.US_ASCII));
        write(
                new Entry.SubscriptionDeclared(
                        ids++,
                        Subscription.ofTopic("topic", "late")
                                .start(StartPosition.atTime(Times.MAX))
                                .build(),
                        new long[] {0}),
                number(Times.MAX.toEpochMilli()),
                number(Times.MAX.toEpochMilli() + Duration.ofDays(100_000).toMillis()));
    }

    /** As a kill leaves it: without a checkpoint that would hold what has been read already. */
    private void copy(String from, String to) throws IOException {
        LiveFiles.copy(directory.resolve(from), directory.resolve(to));
    }

    private void check(EmbeddedBroker broker) {
        assertThat(broker.destination("ids").orElseThrow().deduplication()).isEqualTo(Destination.MAX_DEDUPLICATION);
        assertThat(broker.destination("living").orElseThrow().timeToLive()).isEqualTo(Destination.MAX_TIME_TO_LIVE);
        assertThat(broker.destination("kept").orElseThrow().retention().maxAge())
                .isEqualTo(Retention.MAX_AGE);
        var schedules = broker.schedules();
        assertThat(schedules.find("interval").orElseThrow().schedule().interval())
                .isEqualTo(Schedule.MAX_INTERVAL);
        assertThat(schedules.find("start").orElseThrow().schedule().start()).isEqualTo(Times.MAX);
        assertThat(schedules.find("end").orElseThrow().schedule().end()).isEqualTo(Times.MAX);
        var subscription = broker.subscriptions("topic").get(0);
        assertThat(subscription.start()).isEqualTo(StartPosition.atTime(Times.MAX));
        var ofUnknownZone = schedules.find("zone").orElseThrow();
        assertThat(ofUnknownZone.status()).isEqualTo(ScheduleStatus.PROBLEM);
        assertThat(ofUnknownZone.problem().orElseThrow()).contains("Europe/Atlant");
    }

    private void requireServed(EmbeddedBroker broker, String queue) {
        var first = broker.send(Message.to(queue).id("same").body(queue).build());
        assertThat(broker.send(Message.to(queue).id("same").build()).offset())
                .as("the id is known")
                .isEqualTo(first.offset());
        assertThat(broker.browse(BrowseRequest.waiting(queue, 10).build())).isNotEmpty();
    }

    @Test
    void shouldOpenWhatHoldsValuesOutOfTodaysBoundsAndServeOthers() throws IOException {
        try (var broker = open("earlier")) {
            broker.declare(Destination.queue("innocent").build());
            broker.declare(Destination.topic("topic").build());
            writeWhatEarlierVersionsTook();
            copy("earlier", "killed");
        }
        for (String directory : new String[] {"killed", "earlier", "killed"}) {
            try (var broker = open(directory)) {
                check(broker);
                requireServed(broker, "innocent");
                requireServed(broker, "ids");
                requireServed(broker, "living");
                clock.advance(Duration.ofDays(1));
                long days = clock.millis();
                await().until(() -> broker.schedules().find("end").orElseThrow().last().stream()
                        .anyMatch(last ->
                                days - last.toEpochMilli() < Duration.ofDays(1).toMillis()));
                log.age();
                assertThat(log.agingFailure()).isNull();
                check(broker);
                assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
                assertThat(broker.health().detail()).contains("Europe/Atlant");
            }
        }
        try (var broker = open("killed")) {
            broker.schedules().cancel("zone");
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        }
    }
}
