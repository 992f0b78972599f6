package io.penstock.quarkus.jta;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Transaction;
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
    private final JtaBranch branch = new JtaBranch(FakeBroker.with(new Script()));

    private final class Script {
        Transaction begin(Duration timeout) {
            return new Recorded();
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
        public CompletionStage<Void> commit() {
            calls.add("commit");
            return outcome;
        }

        @Override
        public CompletionStage<Void> prepare(byte[] globalId) {
            throw new AssertionError("A branch promises in memory.");
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
        assertThat(branch.prepare(null)).isEqualTo(XAResource.XA_OK);
        branch.commit(null, false);
        assertThat(calls).containsExactly("send", "accept bean", "accept session", "commit");
    }

    @Test
    void shouldVoteReadOnlyWhenNothingWasDone() {
        branch.atEnd(() -> calls.add("ended"));
        assertThat(branch.prepare(null)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(calls).containsExactly("ended");
    }

    @Test
    void shouldReleaseAfterRollbackWhatSessionsReceivedAndLeaveTheRestToItsOwner() {
        var ofSession = new FakeDelivery("session");
        var ofBean = new FakeDelivery("bean");
        branch.receive(ofSession);
        branch.accept(ofBean);
        branch.atEnd(() -> calls.add("ended"));
        branch.rollback(null);
        assertThat(ofSession.disposition).isEqualTo("released after PT0S, not counted");
        assertThat(ofBean.disposition).isEqualTo("none");
        assertThat(calls).endsWith("rollback", "ended");
    }

    @Test
    void shouldSayThatItRolledBackWhenALeaseWasLost() {
        outcome = CompletableFuture.failedFuture(new PenstockException.LeaseLost("orders", "orders", 0, 7));
        assertThat(failure(true)).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(failure(false)).isEqualTo(XAException.XA_HEURRB);
    }

    @Test
    void shouldLeaveTheOutcomeOpenWhenTheBrokerFailed() {
        outcome = CompletableFuture.failedFuture(new IllegalStateException("gone"));
        assertThat(failure(true)).isEqualTo(XAException.XAER_RMFAIL);
        assertThat(failure(false)).isEqualTo(XAException.XA_HEURHAZ);
    }

    private int failure(boolean onePhase) {
        var received = new FakeDelivery("session");
        branch.receive(received);
        var failure = catchThrowableOfType(XAException.class, () -> branch.commit(null, onePhase));
        assertThat(failure)
                .hasRootCause(outcome.handle((nothing, cause) -> cause).join());
        assertThat(received.disposition).startsWith("released");
        return failure.errorCode;
    }
}
