package io.penstock.quarkus.jta;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.PreparedTransaction;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;
import io.penstock.jms.xa.BranchResource;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.listener.FakeDelivery;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JtaBranchTest {

    private static final Message MESSAGE = Message.to("orders").body("x").build();

    private final List<String> calls = new ArrayList<>();
    private CompletableFuture<Void> outcome = CompletableFuture.completedFuture(null);
    private final BranchResource resource = TestBranch.begun(FakeBroker.with(new Script()));
    private final JtaBranch branch = new JtaBranch(resource.branch());

    private final class Script {
        Transaction begin(Duration timeout) {
            return new Recorded();
        }

        List<PreparedTransaction> prepared() {
            return List.of();
        }
    }

    private final class Recorded implements Transaction {

        @Override
        public void send(Message message) {
            calls.add("send");
        }

        @Override
        public void send(Producer producer, long sequence, Message message) {
            throw new AssertionError("A branch has no producer.");
        }

        @Override
        public void accept(Delivery delivery) {
            calls.add("accept " + delivery.message().id());
        }

        @Override
        public void seek(String destination, String subscription, StartPosition position) {
            throw new AssertionError("A branch seeks nowhere.");
        }

        @Override
        public void schedule(Schedule schedule) {
            calls.add("schedule " + schedule.name());
        }

        @Override
        public void cancelSchedule(String name) {
            calls.add("cancel " + name);
        }

        @Override
        public CompletionStage<Void> commitAsync() {
            calls.add("commit");
            return outcome;
        }

        @Override
        public CompletionStage<Void> prepareAsync(byte[] globalId) {
            calls.add("prepare");
            return outcome;
        }

        @Override
        public void rollback() {
            calls.add("rollback");
        }
    }

    @Test
    void shouldDoEverythingInOneTransactionOfTheBroker() throws XAException {
        branch.send(MESSAGE);
        branch.accept(new FakeDelivery("bean"));
        branch.receive(new FakeDelivery("session"));
        branch.schedule(Schedule.every("hourly", Duration.ofHours(1), MESSAGE).build());
        branch.cancelSchedule("daily");
        TestBranch.commit(resource);
        assertThat(calls)
                .containsExactly("send", "accept bean", "accept session", "schedule hourly", "cancel daily", "commit");
    }

    @Test
    void shouldLeaveItsDeliveriesToTheBrokerOnceItIsPrepared() throws XAException {
        var received = new FakeDelivery("session");
        branch.receive(received);
        branch.atEnd(() -> calls.add("ended"));
        assertThat(TestBranch.prepare(resource)).isEqualTo(XAResource.XA_OK);
        assertThat(received.disposition).isEqualTo("none");
        assertThat(calls).containsExactly("accept session", "prepare", "ended");
    }

    @Test
    void shouldVoteReadOnlyWhenNothingWasDone() throws XAException {
        branch.atEnd(() -> calls.add("ended"));
        assertThat(TestBranch.prepare(resource)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(calls).containsExactly("rollback", "ended");
    }

    @Test
    void shouldReleaseAfterRollbackWhatSessionsReceivedAndLeaveTheRestToItsOwner() throws XAException {
        var ofSession = new FakeDelivery("session");
        var ofBean = new FakeDelivery("bean");
        branch.receive(ofSession);
        branch.accept(ofBean);
        branch.atEnd(() -> calls.add("ended"));
        TestBranch.rollback(resource);
        assertThat(ofSession.disposition).isEqualTo("released after PT0S, not counted");
        assertThat(ofBean.disposition).isEqualTo("none");
        assertThat(calls).endsWith("rollback", "ended");
        branch.atEnd(() -> calls.add("late"));
        assertThat(calls).endsWith("late");
    }

    @Test
    void shouldSayThatItRolledBackWhenALeaseWasLost() {
        outcome = CompletableFuture.failedFuture(new PenstockException.LeaseLost("orders", "orders", 0, 7));
        assertThat(failure(TestBranch::commit)).isEqualTo(XAException.XA_RBROLLBACK);
    }

    @Test
    void shouldSayThatItRolledBackWhenALeaseWasLostBeforeThePrepare() {
        outcome = CompletableFuture.failedFuture(new PenstockException.LeaseLost("orders", "orders", 0, 7));
        assertThat(failure(TestBranch::prepare)).isEqualTo(XAException.XA_RBROLLBACK);
    }

    @Test
    void shouldLeaveTheOutcomeOpenWhenTheBrokerFailed() {
        outcome = CompletableFuture.failedFuture(new IllegalStateException("gone"));
        assertThat(failure(TestBranch::commit)).isEqualTo(XAException.XAER_RMFAIL);
    }

    private interface Step {
        void with(BranchResource resource) throws XAException;
    }

    private int failure(Step step) {
        var received = new FakeDelivery("session");
        branch.receive(received);
        var failure = catchThrowableOfType(XAException.class, () -> step.with(resource));
        assertThat(failure)
                .hasRootCause(outcome.handle((nothing, cause) -> cause).join());
        assertThat(received.disposition).startsWith("released");
        return failure.errorCode;
    }
}
