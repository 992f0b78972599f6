package io.penstock.broker.schedule;

import io.penstock.BrokerHealth;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.MisfirePolicy;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.ScheduleStatus;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.StoredSchedule;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever is wrong with a schedule is its own problem. */
class ScheduleProblemsTest {

    private static final Message MESSAGE = Message.to("q").build();

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private EmbeddedBroker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock);
        if (broker.destination("q").isEmpty()) {
            broker.declare(Destination.queue("q").build());
        }
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void reopen() {
        close();
        open();
    }

    private long fired(String name) {
        return broker.schedules().find(name).orElseThrow().fired();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 0 30W 2 ?", "0 0 0 1 1 ? 2020", "0 0 0 29 2 ? 2027"})
    void shouldRefuseACronExpressionThatCanNeverFire(String cron) {
        assertThatThrownBy(
                        () -> broker.schedule(Schedule.cron("s", cron, MESSAGE).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining(cron)
                .hasMessageContaining("can never fire");
        assertThat(broker.schedules().list()).isEmpty();
    }

    @Test
    void shouldRefuseAWindowWithoutAFiring() {
        var window = Schedule.cron("s", "0 9 * * *", MESSAGE)
                .start(Instant.parse("2026-02-01T10:00:00Z"))
                .end(Instant.parse("2026-02-02T09:00:00Z"));
        assertThatThrownBy(() -> broker.schedule(window.build())).hasMessageContaining("can never fire");
        assertThatThrownBy(() -> broker.schedule(Schedule.every("s", Duration.ofDays(1), MESSAGE)
                        .end(clock.instant())
                        .build()))
                .hasMessageContaining("can never fire");
        broker.schedule(window.end(Instant.parse("2026-02-02T09:00:00.001Z")).build());
    }

    @Test
    void shouldRefuseAMessageWithWhatSchedulesDoNotKeep() {
        for (var message : List.of(
                Message.to("q").durability(Durability.MEMORY),
                Message.to("q").priority(9),
                Message.to("q").timeToLive(Duration.ofDays(1)),
                Message.to("q").expiresAt(Instant.parse("2030-01-01T00:00:00Z")))) {
            assertThatThrownBy(() -> broker.schedule(
                            Schedule.cron("s", "0 9 * * *", message.build()).build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("do not keep");
        }
        broker.schedule(Schedule.cron("s", "0 9 * * *", MESSAGE).build());
    }

    @Test
    void shouldFireOnDaysThatShortMonthsLack() {
        broker.schedule(Schedule.cron("s", "0 0 9 31W * ?", MESSAGE).build());
        clock.advance(Duration.ofDays(365));
        await().until(() -> fired("s") == 1);
        reopen();
        assertThat(broker.schedules().find("s").orElseThrow().skipped()).isEqualTo(6);
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
    }

    @ParameterizedTest
    @EnumSource(MisfirePolicy.class)
    void shouldCountWhatManySchedulesMissedByArithmetic(MisfirePolicy misfire) {
        for (int i = 0; i < 200; i++) {
            broker.schedule(Schedule.cron("s" + i, "* * * * * ?", MESSAGE)
                    .misfire(misfire)
                    .end(Instant.parse("2036-01-01T00:00:00Z"))
                    .build());
        }
        broker.schedules().list().forEach(each -> {
            if (misfire == MisfirePolicy.FIRE_ALL && !each.schedule().name().equals("s7")) {
                broker.schedules().cancel(each.schedule().name());
            }
        });
        clock.advance(Duration.ofDays(3_650));
        long seconds = 3_650L * 86_400;
        long kept = misfire == MisfirePolicy.FIRE_ALL ? 1_000 : 1;
        await().until(() -> fired("s7") == kept);
        assertThat(broker.schedules().find("s7").orElseThrow().skipped()).isEqualTo(seconds - kept);
    }

    /** As a Java wrote it that knew more zones than this one. */
    @Test
    void shouldStartAndServeOthersWithAScheduleOfAnUnknownZone() {
        var schedule = Schedule.cron("s", "0 9 * * *", MESSAGE)
                .zone(java.time.ZoneId.of("Europe/Berlin"))
                .build();
        byte[] bytes = EntryCodec.encode(
                new Entry.ScheduleDeclared(new StoredSchedule(schedule, false, 1, clock.millis() + 1, 0, 0, 0)));
        var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("Europe/Berlin", "Europe/Atlant");
        var entry =
                (Entry.ScheduleDeclared) EntryCodec.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(entry.state().unknownZone()).isEqualTo("Europe/Atlant");
        assertThat(EntryCodec.encode(entry)).isEqualTo(text.getBytes(StandardCharsets.ISO_8859_1));

        var problems = new ScheduleProblems();
        assertThat(SchedulePlan.of(entry.state(), problems).timing).isNull();
        assertThat(problems.summary()).contains("'s'").contains("Europe/Atlant");
        assertThat(entry.state().state(problems.of("s"), false).status()).isEqualTo(ScheduleStatus.PROBLEM);
    }

    @Test
    void shouldTellInHealthWhyAScheduleDoesNotFireAndServeTheOthers() {
        broker.declare(Destination.queue("gone").build());
        broker.schedule(
                Schedule.every("lost", Duration.ofMinutes(1), Message.to("gone").build())
                        .build());
        broker.schedule(Schedule.every("fine", Duration.ofMinutes(1), MESSAGE).build());
        broker.operations().delete("gone", false, "ada");
        clock.advance(Duration.ofMinutes(1));

        await().until(() -> broker.schedules().find("lost").orElseThrow().status() == ScheduleStatus.PROBLEM);
        await().until(() -> fired("fine") == 1);
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        assertThat(broker.health().detail())
                .contains("1 schedule(s) cannot fire")
                .contains("'lost'");
        reopen();
        clock.advance(Duration.ofSeconds(5));
        await().until(() -> broker.schedules().find("lost").orElseThrow().status() == ScheduleStatus.PROBLEM);

        broker.schedules().cancel("lost");
        assertThat(broker.health().detail()).doesNotContain("lost");
    }
}
