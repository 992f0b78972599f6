package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A transaction manager ends a branch on another thread while the session's own thread goes on working. */
class LostBranchTest extends JmsFixture {

    private static final Xid ONE = new Id((byte) 1);
    private static final Xid TWO = new Id((byte) 2);

    private XAConnection xaConnection;
    private XASession session;
    private XAResource resource;
    private MessageProducer producer;
    private MessageConsumer consumer;

    private record Id(byte number) implements Xid {

        @Override
        public int getFormatId() {
            return 131_077;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    private interface Step {
        void run() throws XAException;
    }

    @BeforeEach
    void begin() throws Exception {
        send("in", "a", "b");
        xaConnection = factory.createXAConnection();
        xaConnection.start();
        session = xaConnection.createXASession();
        resource = session.getXAResource();
        producer = session.createProducer(session.createQueue("out"));
        consumer = session.createConsumer(session.createQueue("in"));
        resource.start(ONE, XAResource.TMNOFLAGS);
        producer.send(session.createTextMessage("before"));
        assertThat(receive(consumer)).isEqualTo("a");
    }

    private static void onAnotherThread(Step step) {
        CompletableFuture.runAsync(() -> {
                    try {
                        step.run();
                    } catch (XAException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
    }

    private void assertRefused() throws JMSException {
        var message = session.createTextMessage("after");
        assertThatThrownBy(() -> producer.send(message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rolled back");
        assertThatThrownBy(() -> producer.send(message, new Ignored())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> consumer.receive(PATIENCE_MILLIS)).isInstanceOf(IllegalStateException.class);
    }

    private static final class Ignored implements jakarta.jms.CompletionListener {

        @Override
        public void onCompletion(jakarta.jms.Message message) {
            throw new AssertionError("It was sent.");
        }

        @Override
        public void onException(jakarta.jms.Message message, Exception exception) {
            throw new AssertionError(exception);
        }
    }

    @Test
    void shouldRefuseWorkAfterAnotherThreadHasFailedTheBranchAndRolledItBack() throws Exception {
        onAnotherThread(() -> resource.end(ONE, XAResource.TMFAIL));
        assertRefused();
        onAnotherThread(() -> resource.rollback(ONE));
        assertRefused();
        assertThat(waiting("out")).isZero();
        assertThat(waiting("in")).isEqualTo(2);
    }

    @Test
    void shouldRefuseWorkAfterAnotherThreadHasEndedTheBranchInPeaceAndRolledItBack() throws Exception {
        onAnotherThread(() -> {
            resource.end(ONE, XAResource.TMSUCCESS);
            resource.rollback(ONE);
        });
        assertRefused();
        assertThat(waiting("out")).isZero();
    }

    @Test
    void shouldWorkOutsideOfTheBranchWhenItsThreadHasEndedItToo() throws Exception {
        onAnotherThread(() -> {
            resource.end(ONE, XAResource.TMFAIL);
            resource.rollback(ONE);
        });
        assertThatThrownBy(() -> resource.end(ONE, XAResource.TMSUCCESS))
                .isInstanceOfSatisfying(
                        XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA));
        producer.send(session.createTextMessage("outside"));
        assertThat(waiting("out")).isEqualTo(1);
        assertThat(receive(consumer)).isEqualTo("a");
    }

    @Test
    void shouldWorkInTheNextBranch() throws Exception {
        onAnotherThread(() -> {
            resource.end(ONE, XAResource.TMFAIL);
            resource.rollback(ONE);
        });
        resource.start(TWO, XAResource.TMNOFLAGS);
        producer.send(session.createTextMessage("next"));
        assertThat(receive(consumer)).isEqualTo("a");
        resource.end(TWO, XAResource.TMSUCCESS);
        resource.commit(TWO, true);
        assertThat(waiting("out")).isEqualTo(1);
        assertThat(waiting("in")).isEqualTo(1);
    }

    @Test
    void shouldWorkOutsideOfABranchThatAnotherThreadHasCommitted() throws Exception {
        onAnotherThread(() -> {
            resource.end(ONE, XAResource.TMSUCCESS);
            resource.commit(ONE, true);
        });
        producer.send(session.createTextMessage("outside"));
        assertThat(waiting("out")).isEqualTo(2);
    }

    @Test
    void shouldWorkOutsideOfABranchThatItsOwnThreadHasFailed() throws Exception {
        resource.end(ONE, XAResource.TMFAIL);
        resource.rollback(ONE);
        producer.send(session.createTextMessage("outside"));
        assertThat(waiting("out")).isEqualTo(1);
    }
}
