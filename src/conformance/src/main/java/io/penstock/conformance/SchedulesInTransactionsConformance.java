package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.ScheduleStatus;
import io.penstock.Transaction;
import io.penstock.conformance.tool.LiveFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests schedules that are declared and cancelled by the commit of a transaction: with all the rest, or not at all. */
public abstract class SchedulesInTransactionsConformance extends BrokerConformance {

    private static final byte[] ID = {4, 5, 6};

    @TempDir
    private Path copy;

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("in").build());
        broker.declare(Destination.queue("out").build());
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.SCHEDULES);
    }

    private static Schedule every(String name, int minutes) {
        return Schedule.every(
                        name,
                        Duration.ofMinutes(minutes),
                        Message.to("out").body(name).build())
                .build();
    }

    private List<String> schedules() {
        return broker.schedules().list().stream()
                .map(state -> state.schedule().name())
                .toList();
    }

    private ScheduleState find(String name) {
        return broker.schedules().find(name).orElseThrow();
    }

    private List<String> out() {
        return broker.browse(BrowseRequest.waiting("out", 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    /** Goes on with what lies on the disk now, as a process does that was killed. */
    private void crash() {
        try {
            LiveFiles.copy(directory, copy);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        broker.close();
        broker = factory().open(copy, clock);
    }

    /** Accepts a message, sends one, declares a schedule and cancels another. */
    private Transaction everything(Inbox inbox) {
        broker.schedule(every("old", 10));
        send("in", "a");
        var transaction = broker.begin();
        transaction.accept(inbox.next());
        transaction.send(Message.to("out").body("sent").build());
        transaction.schedule(every("new", 10));
        transaction.cancelSchedule("old");
        return transaction;
    }

    @Test
    void shouldDoItAllWithTheCommitAndKeepItThroughACrash() {
        var transaction = everything(consumeQueue("in"));
        assertThat(schedules()).containsExactly("old");

        transaction.commit();
        assertThat(schedules()).containsExactly("new");
        crash();

        assertThat(schedules()).containsExactly("new");
        assertThat(out()).containsExactly("sent");
        assertThat(broker.statistics("in").subscriptions().get(0).waiting()).isZero();
        pass(Duration.ofMinutes(10));
        await().until(() -> find("new").fired() == 1);
        assertThat(out()).containsExactly("sent", "new");
    }

    @Test
    void shouldDoNothingWhenItIsRolledBackOrTheProcessCrashesBefore() {
        var inbox = consumeQueue("in");
        var transaction = everything(inbox);
        transaction.rollback();
        assertThat(schedules()).containsExactly("old");

        broker.begin().schedule(every("never", 1));
        crash();
        assertThat(schedules()).containsExactly("old");
        pass(Duration.ofMinutes(10));
        await().until(() -> find("old").fired() == 1);
        assertThat(out()).containsExactly("old");
    }

    @Test
    void shouldReplaceAScheduleAndKeepItsCounters() {
        broker.schedule(every("s", 10));
        pass(Duration.ofMinutes(10));
        await().until(() -> find("s").fired() == 1);
        var transaction = broker.begin();
        transaction.schedule(every("s", 20));
        transaction.commit();

        assertThat(find("s").fired()).isEqualTo(1);
        assertThat(find("s").next()).contains(Instant.parse("2026-01-01T00:30:00Z"));
    }

    @Test
    void shouldCountFromTheCommitAndNotFromTheDeclaration() {
        var transaction = broker.begin(Duration.ZERO);
        transaction.schedule(every("s", 10));
        pass(Duration.ofMinutes(7));
        transaction.commit();

        assertThat(find("s").next()).contains(Instant.parse("2026-01-01T00:17:00Z"));
    }

    @Test
    void shouldDoOneAfterTheOther() {
        broker.schedule(every("s", 10));
        var transaction = broker.begin();
        transaction.cancelSchedule("s");
        transaction.schedule(every("s", 10));
        transaction.schedule(every("t", 10));
        transaction.cancelSchedule("t");
        assertThatThrownBy(() -> transaction.cancelSchedule("t")).isInstanceOf(PenstockException.UnknownSchedule.class);
        transaction.commit();

        assertThat(schedules()).containsExactly("s");
    }

    @Test
    void shouldRefuseAtOnceWhatCannotBe() {
        var transaction = broker.begin();
        assertThatThrownBy(() -> transaction.cancelSchedule("s")).isInstanceOf(PenstockException.UnknownSchedule.class);
        assertThatThrownBy(() -> transaction.schedule(Schedule.every(
                                "s",
                                Duration.ofMinutes(1),
                                Message.to("nowhere").build())
                        .build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(() -> transaction.schedule(
                        Schedule.cron("s", "never", Message.to("out").build()).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("never");
        transaction.commit();
        assertThat(schedules()).isEmpty();
    }

    @Test
    void shouldDoNothingOfItWhenTheScheduleWasCancelledMeanwhile() {
        var inbox = consumeQueue("in");
        var transaction = everything(inbox);
        broker.schedules().cancel("old");

        assertThatThrownBy(transaction::commit)
                .isInstanceOf(PenstockException.UnknownSchedule.class)
                .hasMessageContaining("old");
        assertThat(schedules()).isEmpty();
        assertThat(out()).isEmpty();
        assertThat(broker.statistics("in").subscriptions().get(0).waiting()).isEqualTo(1);
    }

    @Test
    void shouldChangeNothingBetweenThePrepareAndTheCommit() {
        needs(Capability.PREPARED_TRANSACTIONS);
        var transaction = everything(consumeQueue("in"));
        transaction.prepare(ID);
        assertThat(schedules()).containsExactly("old");
        pass(Duration.ofMinutes(10));
        await().until(() -> find("old").fired() == 1);
        crash();
        assertThat(schedules()).containsExactly("old");
        assertThat(broker.prepared())
                .singleElement()
                .satisfies(each -> assertThat(each.schedules()).isEqualTo(2));

        broker.commitPrepared(ID);
        assertThat(schedules()).containsExactly("new");
        assertThat(out()).containsExactly("old", "sent");
        assertThat(find("new").next()).contains(Instant.parse("2026-01-01T00:20:00Z"));
    }

    @Test
    void shouldForgetWhatWasPreparedAndRolledBack() {
        needs(Capability.PREPARED_TRANSACTIONS);
        everything(consumeQueue("in")).prepare(ID);
        reopen();
        broker.rollbackPrepared(ID);
        reopen();

        assertThat(schedules()).containsExactly("old");
        assertThat(out()).isEmpty();
    }

    @Test
    void shouldCommitWhatWasPromisedWhateverHasHappenedMeanwhile() {
        needs(Capability.PREPARED_TRANSACTIONS);
        broker.schedule(every("old", 10));
        var transaction = broker.begin();
        transaction.cancelSchedule("old");
        transaction.schedule(every("ending", 10)
                .copy()
                .end(clock.instant().plus(Duration.ofMinutes(30)))
                .build());
        transaction.send(Message.to("out").body("sent").build());
        transaction.prepare(ID);
        broker.schedules().cancel("old");
        pass(Duration.ofHours(1));

        broker.commitPrepared(ID);
        assertThat(find("ending").status()).isEqualTo(ScheduleStatus.ENDED);
        assertThat(out()).containsExactly("sent");
    }
}
