package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.EngineLimit;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests messages that are sent at certain times. */
public abstract class SchedulesConformance extends BrokerConformance {

    private static final Schedule HOURLY = Schedule.cron(
                    "hourly",
                    "0 0 * * * ?",
                    Message.to("reports")
                            .key("k")
                            .body("go")
                            .header("kind", "report")
                            .build())
            .build();

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("reports").build());
    }

    private List<Message> sent() {
        return broker.browse(BrowseRequest.waiting("reports", 1_000).build()).stream()
                .map(stored -> stored.message())
                .toList();
    }

    private ScheduleState hourly() {
        return broker.schedules().find("hourly").orElseThrow();
    }

    private void awaitFired(long count) {
        await().atMost(PATIENCE).until(() -> hourly().fired() == count);
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.SCHEDULES);
    }

    @Test
    void shouldSendItsMessageWhenItIsTime() {
        assertThat(broker.schedule(HOURLY).next()).contains(Instant.parse("2026-01-01T01:00:00Z"));
        pass(Duration.ofMinutes(59));
        assertThat(hourly().fired()).isZero();
        pass(Duration.ofMinutes(1));
        awaitFired(1);

        assertThat(sent()).hasSize(1);
        var message = sent().get(0);
        assertThat(message.id()).isEqualTo("hourly@2026-01-01T01:00:00Z");
        assertThat(message.keyText()).isEqualTo("k");
        assertThat(message.bodyText()).isEqualTo("go");
        assertThat(message.headers().get("kind")).isEqualTo("report");
        assertThat(message.headers().get(Schedule.NAME_HEADER)).isEqualTo("hourly");
        assertThat(message.headers().get(Schedule.FIRING_HEADER)).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(message.timestamp()).isEqualTo(clock.instant());
        assertThat(hourly().last()).contains(Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(hourly().next()).contains(Instant.parse("2026-01-01T02:00:00Z"));
    }

    @Test
    void shouldGoOnAfterARestart() {
        broker.schedule(HOURLY);
        pass(Duration.ofHours(1));
        awaitFired(1);
        broker.close();
        pass(Duration.ofHours(3));
        open();
        awaitFired(2);
        assertThat(sent())
                .extracting(Message::id)
                .containsExactly("hourly@2026-01-01T01:00:00Z", "hourly@2026-01-01T04:00:00Z");
        assertThat(hourly().skipped()).isEqualTo(2);
    }

    @Test
    void shouldFireNothingTwiceWhenTheClockIsSetBack() {
        broker.schedule(HOURLY);
        pass(Duration.ofHours(1));
        awaitFired(1);
        pass(Duration.ofMinutes(-30));
        broker.schedule(Schedule.every(
                        "other", Duration.ofMinutes(20), Message.to("reports").build())
                .build());
        pass(Duration.ofMinutes(40));
        await().atMost(PATIENCE)
                .until(() -> broker.schedules().find("other").orElseThrow().fired() == 1);
        assertThat(hourly().fired()).isEqualTo(1);
        pass(Duration.ofMinutes(50));
        awaitFired(2);
    }

    @Test
    void shouldNotFireWhilePausedNorMakeUpForIt() {
        broker.schedule(HOURLY);
        assertThat(broker.schedules().pause("hourly").paused()).isTrue();
        assertThat(hourly().next()).isEmpty();
        reopen();
        assertThat(hourly().paused()).isTrue();
        pass(Duration.ofHours(5));
        assertThat(broker.schedules().resume("hourly").next()).contains(Instant.parse("2026-01-01T06:00:00Z"));
        pass(Duration.ofHours(1));
        awaitFired(1);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void shouldFireNowBesidesItsTimesAlsoWhilePaused() {
        broker.schedule(HOURLY);
        var next = hourly().next();
        pass(Duration.ofMinutes(10));

        var fired = broker.schedules().fire("hourly");
        broker.schedules().fire("hourly");

        assertThat(fired.fired()).isEqualTo(1);
        assertThat(fired.last()).contains(Instant.parse("2026-01-01T00:10:00Z"));
        assertThat(fired.next()).isEqualTo(next);
        assertThat(sent()).extracting(Message::id).doesNotHaveDuplicates().hasSize(2);
        assertThat(sent().get(0).bodyText()).isEqualTo("go");
        broker.schedules().pause("hourly");
        assertThat(broker.schedules().fire("hourly").paused()).isTrue();
        reopen();
        assertThat(hourly().fired()).isEqualTo(3);
        assertThat(hourly().paused()).isTrue();
        broker.schedules().resume("hourly");
        pass(Duration.ofMinutes(50));
        awaitFired(4);
        assertThat(sent()).hasSize(4);
    }

    @Test
    void shouldNotFireWhatCannotBeSent() {
        assertThatThrownBy(() -> broker.schedules().fire("nobody"))
                .isInstanceOf(PenstockException.UnknownSchedule.class);
        broker.schedule(HOURLY);
        broker.operations().delete("reports", true, "ada");

        assertThatThrownBy(() -> broker.schedules().fire("hourly")).isInstanceOf(PenstockException.class);

        assertThat(hourly().fired()).isZero();
        assertThat(hourly().last()).isEmpty();
    }

    @Test
    void shouldForgetWhatIsCancelled() {
        broker.schedule(HOURLY);
        broker.schedules().cancel("hourly");
        assertThat(broker.schedules().list()).isEmpty();
        reopen();
        assertThat(broker.schedules().list()).isEmpty();
        assertThatThrownBy(() -> broker.schedules().cancel("hourly"))
                .isInstanceOf(PenstockException.UnknownSchedule.class)
                .hasMessageContaining("hourly");
    }

    @Test
    void shouldDoNothingWhenDeclaredAgainAndReplaceWhatIsDifferent() {
        broker.schedule(HOURLY);
        pass(Duration.ofHours(1));
        awaitFired(1);
        assertThat(broker.schedule(HOURLY).fired()).isEqualTo(1);

        var other = Schedule.cron(
                        "hourly",
                        "0 0 * * * ?",
                        Message.to("reports").body("other").build())
                .build();
        assertThat(broker.schedule(other).next()).contains(Instant.parse("2026-01-01T02:00:00Z"));
        var daily = Schedule.cron("hourly", "0 0 0 * * ?", other.message()).build();
        assertThat(broker.schedule(daily).next()).contains(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(hourly().fired()).isEqualTo(1);
        assertThat(broker.schedules().list()).hasSize(1);
    }

    @Test
    void shouldTellTheNextFirings() {
        broker.schedule(HOURLY);
        assertThat(broker.schedules().nextFirings("hourly", 2))
                .containsExactly(Instant.parse("2026-01-01T01:00:00Z"), Instant.parse("2026-01-01T02:00:00Z"));
    }

    @Test
    void shouldRefuseWhatCannotBeSent() {
        var toNowhere =
                Schedule.every("s", Duration.ofMinutes(1), Message.to("nowhere").build());
        assertThatThrownBy(() -> broker.schedule(toNowhere.build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        var large = Message.to("reports")
                .body(new byte[limit(EngineLimit.SCHEDULE_MESSAGE_BYTES) + 1])
                .build();
        assertThatThrownBy(() -> broker.schedule(
                        Schedule.every("s", Duration.ofMinutes(1), large).build()))
                .isInstanceOf(PenstockException.MessageTooLarge.class);
        assertThatThrownBy(() -> broker.schedule(
                        Schedule.cron("s", "never", HOURLY.message()).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("never");
        assertThat(broker.schedules().list()).isEmpty();
    }

    @Test
    void shouldRefuseAMessageThatItsDestinationDoesNotTake() {
        broker.declare(Destination.queue("small")
                .limits(Limits.NONE.copy().maxMessageBytes(10).build())
                .build());
        var large = Message.to("small").body("eleven byte").build();

        assertThatThrownBy(() -> broker.schedule(
                        Schedule.every("s", Duration.ofMinutes(1), large).build()))
                .isInstanceOf(PenstockException.MessageTooLarge.class)
                .hasMessageContaining("'small' has 11 bytes; the limit is 10");
        assertThat(broker.schedules().list()).isEmpty();
    }

    @Test
    void shouldTellThatAFiringFailsWhoseMessageIsNotTakenAnyMoreAndGoOnWhenItIs() {
        broker.declare(Destination.queue("small")
                .limits(Limits.NONE.copy().maxMessageBytes(11).build())
                .build());
        var message = Message.to("small").body("eleven byte").build();
        broker.schedule(Schedule.every("s", Duration.ofHours(1), message).build());
        broker.alter(Destination.queue("small")
                .limits(Limits.NONE.copy().maxMessageBytes(10).build())
                .build());
        pass(Duration.ofHours(1));

        await().until(() -> broker.schedules().find("s").orElseThrow().problem().isPresent());
        assertThat(broker.schedules().find("s").orElseThrow().problem().orElseThrow())
                .contains("'small' has 11 bytes; the limit is 10");
        assertThat(broker.schedules().find("s").orElseThrow().fired()).isZero();
        broker.alter(Destination.queue("small")
                .limits(Limits.NONE.copy().maxMessageBytes(11).build())
                .build());
        pass(Duration.ofSeconds(5));

        await().until(() -> broker.schedules().find("s").orElseThrow().fired() == 1);
        assertThat(broker.schedules().find("s").orElseThrow().problem()).isEmpty();
        assertThat(broker.browse(BrowseRequest.waiting("small", 10).build())).hasSize(1);
    }
}
