package io.penstock.jms.xa;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.BrokerUnderTest;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.IllegalStateRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Every state and every code of the protocol, over a real broker. */
class BranchResourceTest {

    private static final int STARTEND = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
    private static final Xid ID = xid("one");
    private static final BrokerFactory EMBEDDED =
            (directory, clock) -> EmbeddedBroker.open(BrokerOptions.in(directory), clock);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private Broker broker;
    private BranchResource resource;

    private interface Step {
        void run() throws XAException;
    }

    @BeforeEach
    void open() {
        broker = BrokerUnderTest.open(directory, clock, EMBEDDED);
        broker.declare(Destination.queue("orders").build());
        resource = new BranchResource(broker);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldHappenWithTheSecondPhaseAndNotBefore() throws XAException {
        work(ID);
        assertThat(resource.prepare(ID)).isEqualTo(XAResource.XA_OK);
        assertThat(sent()).isZero();
        resource.commit(ID, false);
        assertThat(sent()).isEqualTo(1);
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldHappenInOnePhase() throws XAException {
        work(ID);
        resource.commit(ID, true);
        assertThat(sent()).isEqualTo(1);
        assertThat(code(() -> resource.commit(ID, true))).isEqualTo(XAException.XAER_NOTA);
    }

    @Test
    void shouldNotHappenWhenRolledBackBeforeOrAfterThePrepare() throws XAException {
        work(ID);
        resource.rollback(ID);
        work(ID);
        resource.prepare(ID);
        resource.rollback(ID);
        assertThat(sent()).isZero();
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldBeRecoveredByTheNextProcessAndEndThere() throws XAException {
        for (String name : new String[] {"one", "two"}) {
            work(xid(name));
            resource.prepare(xid(name));
        }
        restart();
        assertThat(recovered()).containsExactly(xid("one"), xid("two"));
        resource.commit(xid("one"), false);
        resource.rollback(xid("two"));
        assertThat(sent()).isEqualTo(1);
        restart();
        assertThat(recovered()).isEmpty();
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void shouldRecoverNothingOfWhatWasNotPrepared() throws XAException {
        work(ID);
        restart();
        assertThat(recovered()).isEmpty();
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XAER_NOTA);
        assertThat(sent()).isZero();
    }

    @Test
    void shouldNotRecoverWhatOthersPreparedInTheBroker() throws XAException {
        var transaction = broker.begin();
        transaction.send(message());
        transaction.prepareAsync(new byte[] {1, 2, 3}).toCompletableFuture().join();
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldListAllAtTheStartOfAScan() throws XAException {
        work(ID);
        resource.prepare(ID);
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).containsExactly(ID);
        assertThat(resource.recover(XAResource.TMNOFLAGS)).isEmpty();
        assertThat(resource.recover(XAResource.TMENDRSCAN)).isEmpty();
        assertThat(code(() -> resource.recover(XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
    }

    @Test
    void shouldVoteReadOnlyForABranchWithoutWork() throws XAException {
        resource.start(ID, XAResource.TMNOFLAGS);
        resource.end(ID, XAResource.TMSUCCESS);
        assertThat(resource.prepare(ID)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XAER_NOTA);
    }

    @Test
    void shouldSuspendAndResumeBranchesOneAfterTheOther() throws XAException {
        var other = xid("other");
        resource.start(ID, XAResource.TMNOFLAGS);
        resource.branch().send(message());
        resource.end(ID, XAResource.TMSUSPEND);
        assertThat(resource.branch()).isNull();
        work(other);
        resource.start(ID, XAResource.TMRESUME);
        resource.branch().send(message());
        resource.end(ID, XAResource.TMSUCCESS);
        resource.commit(ID, true);
        assertThat(sent()).isEqualTo(2);
        resource.rollback(other);
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void shouldEndASuspendedBranchWithoutResumingIt() throws XAException {
        resource.start(ID, XAResource.TMNOFLAGS);
        resource.branch().send(message());
        resource.end(ID, XAResource.TMSUSPEND);
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XAER_PROTO);
        resource.end(ID, XAResource.TMSUCCESS);
        resource.commit(ID, true);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void shouldLetResourcesOfOneBrokerJoinABranch() throws XAException {
        var second = new BranchResource(broker);
        assertThat(resource.isSameRM(second)).isTrue();
        resource.start(ID, XAResource.TMNOFLAGS);
        second.start(ID, XAResource.TMJOIN);
        resource.branch().send(message());
        second.branch().send(message());
        resource.end(ID, XAResource.TMSUCCESS);
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_PROTO);
        second.end(ID, XAResource.TMSUCCESS);
        resource.prepare(ID);
        second.commit(ID, false);
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void shouldTellBrokersApart(@TempDir Path elsewhere) throws XAException {
        try (var other = BrokerUnderTest.open(elsewhere, clock, EMBEDDED)) {
            var foreign = new BranchResource(other);
            assertThat(resource.isSameRM(foreign)).isFalse();
            resource.start(ID, XAResource.TMNOFLAGS);
            assertThat(code(() -> foreign.start(ID, XAResource.TMJOIN))).isEqualTo(XAException.XAER_NOTA);
        }
    }

    @Test
    void shouldRefuseToStartWhatCannotBeStarted() throws XAException {
        assertThat(code(() -> resource.start(null, XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> resource.start(ID, XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> resource.start(ID, XAResource.TMJOIN))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> resource.start(ID, XAResource.TMRESUME))).isEqualTo(XAException.XAER_NOTA);
        resource.start(ID, XAResource.TMNOFLAGS);
        assertThat(code(() -> resource.start(xid("two"), XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_PROTO);
        var second = new BranchResource(broker);
        assertThat(code(() -> second.start(ID, XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_DUPID);
        assertThat(code(() -> second.start(ID, XAResource.TMRESUME))).isEqualTo(XAException.XAER_PROTO);
    }

    @Test
    void shouldBeginNoMoreThanAManagerCanHaveUnderWay() throws XAException {
        for (int i = 0; i < OpenBranches.MAX_OPEN; i++) {
            new BranchResource(broker).start(xid("branch " + i), XAResource.TMNOFLAGS);
        }
        assertThat(code(() -> resource.start(ID, XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_RMERR);
        assertThat(resource.branch()).isNull();
    }

    @Test
    void shouldTakeNoMoreWorkOnceItIsPrepared() throws XAException {
        work(ID);
        resource.prepare(ID);
        assertThat(code(() -> resource.start(ID, XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_DUPID);
        assertThat(code(() -> resource.start(ID, XAResource.TMJOIN))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.end(ID, XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.commit(ID, true))).isEqualTo(XAException.XAER_PROTO);
    }

    @Test
    void shouldRefuseToEndWhatIsNotThere() throws XAException {
        assertThat(code(() -> resource.end(ID, XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_NOTA);
        resource.start(ID, XAResource.TMNOFLAGS);
        assertThat(code(() -> resource.end(ID, XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> resource.end(xid("two"), XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_NOTA);
        var second = new BranchResource(broker);
        assertThat(code(() -> second.end(ID, XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> second.end(ID, XAResource.TMSUSPEND))).isEqualTo(XAException.XAER_PROTO);
        assertThat(resource.branch()).isNotNull();
    }

    @Test
    void shouldRefuseToPrepareOrCommitOutOfTurn() throws XAException {
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XAER_NOTA);
        resource.start(ID, XAResource.TMNOFLAGS);
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.commit(ID, true))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XAER_PROTO);
        resource.branch().send(message());
        resource.end(ID, XAResource.TMSUCCESS);
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> resource.forget(ID))).isEqualTo(XAException.XAER_PROTO);
        resource.commit(ID, true);
    }

    @Test
    void shouldOnlyRollBackWhatHasFailed() throws XAException {
        resource.start(ID, XAResource.TMNOFLAGS);
        var branch = resource.branch();
        branch.send(message());
        resource.end(ID, XAResource.TMFAIL);
        assertThatThrownBy(() -> branch.send(message())).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(code(() -> resource.start(ID, XAResource.TMJOIN))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XAER_NOTA);
        assertThat(sent()).isZero();
    }

    @Test
    void shouldSayWhenAnOperatorHasEndedItTheOtherWay() throws XAException {
        work(ID);
        resource.prepare(ID);
        broker.rollbackPrepared(broker.prepared().get(0).globalId());
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XA_HEURRB);
        resource.forget(ID);
        assertThat(code(() -> resource.commit(ID, false))).isEqualTo(XAException.XAER_NOTA);

        work(ID);
        resource.prepare(ID);
        broker.commitPrepared(broker.prepared().get(0).globalId());
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XA_HEURCOM);
        resource.forget(ID);
        assertThat(code(() -> resource.rollback(ID))).isEqualTo(XAException.XAER_NOTA);
    }

    @Test
    void shouldRememberHowItEndedForACoordinatorThatAsksAgain() throws XAException {
        work(ID);
        resource.prepare(ID);
        resource.commit(ID, false);
        restart();
        resource.commit(ID, false);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpABranchThatTookTooLong() throws XAException {
        resource.setTransactionTimeout(30);
        for (var id : new Xid[] {ID, xid("two"), xid("three")}) {
            work(id);
        }
        resource.start(xid("three"), XAResource.TMJOIN);
        clock.advance(Duration.ofSeconds(31));
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XA_RBTIMEOUT);
        assertThat(code(() -> resource.commit(xid("two"), true))).isEqualTo(XAException.XA_RBTIMEOUT);
        assertThatThrownBy(() -> resource.branch().send(message()))
                .isInstanceOf(PenstockException.TransactionTimedOut.class);
        assertThat(code(() -> resource.end(xid("three"), XAResource.TMSUCCESS))).isEqualTo(XAException.XA_RBTIMEOUT);
        resource.rollback(xid("three"));
        assertThat(sent()).isZero();
    }

    @Test
    void shouldTakeTimeOutsThatTheBrokerCanKeep() throws XAException {
        assertThat(resource.getTransactionTimeout()).isZero();
        assertThat(code(() -> resource.setTransactionTimeout(-1))).isEqualTo(XAException.XAER_INVAL);
        assertThat(resource.setTransactionTimeout(30)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(30);
        assertThat(resource.setTransactionTimeout(Integer.MAX_VALUE)).isTrue();
        assertThat(code(() -> resource.start(ID, XAResource.TMNOFLAGS))).isEqualTo(XAException.XAER_INVAL);
        assertThat(resource.branch()).isNull();
    }

    @Test
    void shouldLeaveTheOutcomeOpenWhenTheBrokerIsGone() throws XAException {
        work(ID);
        work(xid("two"));
        resource.prepare(xid("two"));
        broker.close();
        assertThat(code(() -> resource.prepare(ID))).isEqualTo(XAException.XAER_RMFAIL);
        assertThat(code(() -> resource.commit(xid("two"), false))).isEqualTo(XAException.XAER_RMFAIL);
        assertThat(code(() -> resource.rollback(xid("two")))).isEqualTo(XAException.XAER_RMFAIL);
    }

    /** Leaves the branch idle, with one message to send. */
    private void work(Xid id) throws XAException {
        resource.start(id, XAResource.TMNOFLAGS);
        resource.branch().send(message());
        resource.end(id, XAResource.TMSUCCESS);
    }

    private void restart() {
        close();
        open();
    }

    private Xid[] recovered() throws XAException {
        return resource.recover(STARTEND);
    }

    private int sent() {
        return broker.browse(BrowseRequest.waiting("orders", 10).build()).size();
    }

    private static Message message() {
        return Message.to("orders").body("x").build();
    }

    private static int code(Step step) {
        return catchThrowableOfType(XAException.class, step::run).errorCode;
    }

    private static Xid xid(String name) {
        return new BranchId(4711, name.getBytes(StandardCharsets.US_ASCII), new byte[] {1});
    }
}
