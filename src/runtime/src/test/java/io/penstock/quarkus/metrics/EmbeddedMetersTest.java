package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.ScheduleStatus;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What is measured of a real broker, whose clock a test sets. */
class EmbeddedMetersTest {

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock);
        new BrokerMetrics(broker, registry, new StatisticsCache(broker, clock), new Selection(List.of(), 0));
        new LogMeters(broker, registry).register();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).functionCounter().count();
    }

    private void every(String schedule, String queue) {
        broker.declare(Destination.queue(queue).build());
        broker.schedule(Schedule.every(
                        schedule, Duration.ofMinutes(1), Message.to(queue).build())
                .build());
    }

    private ScheduleStatus status(String schedule) {
        return broker.schedules().find(schedule).orElseThrow().status();
    }

    @Test
    void shouldCountSchedulesThatCannotFireUntilTheyAreMended() {
        every("fine", "q");
        every("lost", "gone");
        assertThat(gauge("penstock.schedules.problem")).isZero();
        broker.operations().delete("gone", false, "test");
        clock.advance(Duration.ofMinutes(1));
        await().until(() -> status("lost") == ScheduleStatus.PROBLEM);

        assertThat(gauge("penstock.schedules.problem")).isEqualTo(1);

        broker.schedules().cancel("lost");
        assertThat(gauge("penstock.schedules.problem")).isZero();
    }

    @Test
    void shouldCountSchedulesThatWaitBecauseTheClockWasSetBack() {
        every("s", "q");
        clock.advance(Duration.ofMinutes(1));
        await().until(() -> broker.schedules().find("s").orElseThrow().fired() == 1);
        assertThat(gauge("penstock.schedules.behind")).isZero();

        clock.advance(Duration.ofHours(-1));
        assertThat(status("s")).isEqualTo(ScheduleStatus.BEHIND);
        assertThat(gauge("penstock.schedules.behind")).isEqualTo(1);

        broker.schedules().resume("s");
        assertThat(gauge("penstock.schedules.behind")).isZero();
    }

    @Test
    void shouldMeasureWhatTheLogWrites() {
        broker.declare(Destination.queue("q").build());
        double before = counter("penstock.journal.records");
        double bytes = counter("penstock.journal.bytes");

        broker.send(Message.to("q").body("x".repeat(1_000)).build());

        assertThat(counter("penstock.journal.records") - before).isEqualTo(1);
        assertThat(counter("penstock.journal.bytes") - bytes).isGreaterThan(1_000);
        assertThat(gauge("penstock.journal.stalled")).isZero();
        assertThat(gauge("penstock.archive.failing.seconds")).isZero();
        assertThat(gauge("penstock.archive.failing.partitions")).isZero();
        assertThat(gauge("penstock.partitions.offline")).isZero();
    }
}
