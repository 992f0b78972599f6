package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sessions in distributed transactions (sections 6.2.8 and 11.3). */
class XaSessionTest extends JmsFixture {

    private static final Xid ONE = new TestXid("one");
    private static final Xid TWO = new TestXid("two");

    private XAConnection xaConnection;
    private XASession session;
    private XAResource resource;

    private record TestXid(String name) implements Xid {

        @Override
        public int getFormatId() {
            return 131_077;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    @BeforeEach
    void openXa() throws JMSException {
        xaConnection = factory.createXAConnection();
        xaConnection.start();
        session = xaConnection.createXASession();
        resource = session.getXAResource();
    }

    @Test
    void shouldSendAndConsumeWithTheCommitOfTheBranch() throws Exception {
        send("in", "a");
        begin(ONE);
        assertThat(receive(consumer("in"))).isEqualTo("a");
        session.createProducer(session.createQueue("out")).send(session.createTextMessage("b"));
        resource.end(ONE, XAResource.TMSUCCESS);
        assertThat(resource.prepare(ONE)).isEqualTo(XAResource.XA_OK);
        try (var other = session(Session.AUTO_ACKNOWLEDGE)) {
            var out = other.createConsumer(other.createQueue("out"));
            assertNothingComes(out);
            resource.commit(ONE, false);
            assertThat(receive(out)).isEqualTo("b");
        }
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldDeliverAgainInOrderAndFlaggedWhatABranchRolledBack() throws Exception {
        send("in", "a", "b", "c");
        var consumer = consumer("in");
        begin(ONE);
        assertThat(receive(consumer, 2)).containsExactly("a", "b");
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.rollback(ONE);
        begin(TWO);
        assertRedelivered(consumer.receive(PATIENCE_MILLIS), "a");
        assertRedelivered(consumer.receive(PATIENCE_MILLIS), "b");
        assertThat(receive(consumer)).isEqualTo("c");
        resource.end(TWO, XAResource.TMSUCCESS);
        resource.commit(TWO, true);
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldDeliverAgainWhatWasPreparedAndRolledBack() throws Exception {
        send("in", "a");
        var consumer = consumer("in");
        begin(ONE);
        receive(consumer);
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.prepare(ONE);
        assertNothingComes(consumer);
        resource.rollback(ONE);
        assertRedelivered(consumer.receive(PATIENCE_MILLIS), "a");
    }

    @Test
    void shouldDeliverAgainAfterARestartWhatWasNotPreparedAndKeepWhatWas() throws Exception {
        send("in", "a", "b");
        var consumer = consumer("in");
        begin(ONE);
        receive(consumer);
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.prepare(ONE);
        begin(TWO);
        receive(consumer);

        restart();
        openXa();

        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .extracting(xid -> new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8))
                .containsExactly("one");
        var again = consumer("in");
        assertThat(receive(again)).isEqualTo("b");
        assertNothingComes(again);
        resource.rollback(ONE);
        assertRedelivered(again.receive(PATIENCE_MILLIS), "a");
        assertThat(waiting("in")).isZero();
    }

    /** Closing decides nothing: that is for who began the branch (section 6.1.8). */
    @Test
    void shouldLeaveTheBranchToItsManagerWhenConsumerSessionAndConnectionAreClosed() throws Exception {
        send("in", "a", "b");
        begin(ONE);
        var consumer = consumer("in");
        receive(consumer);
        session.createProducer(session.createQueue("out")).send(session.createTextMessage("x"));
        consumer.close();
        session.close();
        xaConnection.close();
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.commit(ONE, true);
        assertThat(waiting("in")).isEqualTo(1);
        assertThat(waiting("out")).isEqualTo(1);
    }

    @Test
    void shouldGiveBackWithTheRollbackWhatAClosedSessionHadConsumed() throws Exception {
        send("in", "a");
        begin(ONE);
        receive(consumer("in"));
        session.close();
        try (var other = session(Session.AUTO_ACKNOWLEDGE)) {
            var next = other.createConsumer(other.createQueue("in"));
            assertNothingComes(next);
            resource.end(ONE, XAResource.TMSUCCESS);
            resource.rollback(ONE);
            assertRedelivered(next.receive(PATIENCE_MILLIS), "a");
        }
    }

    @Test
    void shouldKeepWhatAClosedConsumerHadConsumedWhenItIsPrepared() throws Exception {
        send("in", "a");
        begin(ONE);
        receive(consumer("in"));
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.prepare(ONE);
        session.close();
        try (var other = session(Session.AUTO_ACKNOWLEDGE)) {
            assertNothingComes(other.createConsumer(other.createQueue("in")));
        }
        resource.commit(ONE, false);
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldActAtOnceOutsideOfABranch() throws Exception {
        session.createProducer(session.createQueue("in")).send(session.createTextMessage("a"));
        assertThat(waiting("in")).isEqualTo(1);
        var consumer = consumer("in");
        assertThat(receive(consumer)).isEqualTo("a");
        consumer.close();
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldKeepBranchesApartThatTakeTurns() throws Exception {
        send("in", "a", "b");
        var consumer = consumer("in");
        begin(ONE);
        receive(consumer);
        resource.end(ONE, XAResource.TMSUSPEND);
        begin(TWO);
        receive(consumer);
        resource.end(TWO, XAResource.TMSUCCESS);
        resource.rollback(TWO);
        resource.start(ONE, XAResource.TMRESUME);
        assertRedelivered(consumer.receive(PATIENCE_MILLIS), "b");
        resource.end(ONE, XAResource.TMSUCCESS);
        resource.commit(ONE, true);
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldConsumeByListenerOutsideOfABranch() throws Exception {
        var heard = new CountDownLatch(1);
        var consumer = consumer("in");
        consumer.setMessageListener(message -> heard.countDown());
        send("in", "a");
        assertThat(heard.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        xaConnection.close();
        assertThat(waiting("in")).isZero();
    }

    @Test
    void shouldLeaveCommitAndRollbackToTheManager() throws Exception {
        assertThat(session.getTransacted()).isTrue();
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        session.close();
        assertThatThrownBy(session::getSession).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayThatABranchTakesNothingMore() throws Exception {
        begin(ONE);
        var producer = session.createProducer(session.createQueue("out"));
        producer.send(session.createTextMessage("a"));
        var second = xaConnection.createXASession().getXAResource();
        assertThat(second.isSameRM(resource)).isTrue();
        second.start(ONE, XAResource.TMJOIN);
        second.end(ONE, XAResource.TMFAIL);
        assertThatThrownBy(() -> producer.send(session.createTextMessage("b")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("can only be rolled back");
        assertThatThrownBy(() -> resource.end(ONE, XAResource.TMSUCCESS))
                .isInstanceOfSatisfying(
                        XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XA_RBROLLBACK));
        resource.rollback(ONE);
    }

    @Test
    void shouldServeTheSimplifiedApi() throws Exception {
        try (var context = factory.createXAContext()) {
            assertThat(context.getTransacted()).isTrue();
            assertThat(context.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
            assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
            context.getXAResource().start(ONE, XAResource.TMNOFLAGS);
            context.getContext().createProducer().send(context.createQueue("out"), "a");
            context.getXAResource().end(ONE, XAResource.TMSUCCESS);
            context.getXAResource().commit(ONE, true);
        }
        assertThat(waiting("out")).isEqualTo(1);
    }

    @Test
    void shouldKnowTheOlderInterfacesOfTheTwoDomains() throws Exception {
        try (var queues = factory.createXAQueueConnection();
                var topics = factory.createXATopicConnection()) {
            var queueSession = queues.createXAQueueSession().getQueueSession();
            var topicSession = topics.createXATopicSession().getTopicSession();
            assertThatThrownBy(() -> queueSession.createTopic("t")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> topicSession.createQueue("q")).isInstanceOf(IllegalStateException.class);
            assertThat(queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)
                            .getTransacted())
                    .isFalse();
        }
        assertThat(connection).isNotInstanceOf(XAConnection.class);
    }

    private void begin(Xid xid) throws XAException {
        resource.start(xid, XAResource.TMNOFLAGS);
    }

    private MessageConsumer consumer(String queue) throws JMSException {
        return session.createConsumer(session.createQueue(queue));
    }

    private static void assertRedelivered(Message message, String text) throws JMSException {
        assertThat(text(message)).isEqualTo(text);
        assertThat(message.getJMSRedelivered()).isTrue();
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }
}
