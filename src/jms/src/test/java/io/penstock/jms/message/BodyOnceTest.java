package io.penstock.jms.message;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bodies that cannot be read, or are read in pieces, twice, or by somebody else (sections 3.11 and 8.6). */
class BodyOnceTest extends JmsFixture {

    /** Counts how often it is read. */
    static final class Counted implements Serializable {

        private static final long serialVersionUID = 1L;

        static final AtomicInteger READ = new AtomicInteger();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            READ.incrementAndGet();
        }
    }

    private void sendUnreadableThenText() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        session.createProducer(session.createQueue("orders")).send(session.createObjectMessage(new Counted()));
        send("orders", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void shouldGiveWhatCannotBeReadToTheNextReceiveWhereAcknowledgementIsAutomatic(int mode) throws Exception {
        sendUnreadableThenText();
        try (var context = factory.createContext(mode)) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> consumer.receiveBody(Counted.class, PATIENCE_MILLIS))
                        .isInstanceOf(MessageFormatRuntimeException.class)
                        .hasMessageContaining("is not trusted");
            }
            var message = consumer.receive(PATIENCE_MILLIS);
            assertThat(message).isInstanceOf(ObjectMessage.class);
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.isBodyAssignableTo(Counted.class)).isFalse();
            assertThat(text(consumer.receive(PATIENCE_MILLIS))).isEqualTo("b");
        }
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldMakeWhatCannotBeReadPartOfTheTransaction() throws Exception {
        sendUnreadableThenText();
        try (var context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            assertThatThrownBy(() -> consumer.receiveBody(Counted.class, PATIENCE_MILLIS))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(text(consumer.receive(PATIENCE_MILLIS))).isEqualTo("b");
            context.rollback();
            assertThat(consumer.receive(PATIENCE_MILLIS)).isInstanceOf(ObjectMessage.class);
            context.commit();
            assertThat(text(consumer.receive(PATIENCE_MILLIS))).isEqualTo("b");
        }
    }

    private record Branch() implements Xid {

        @Override
        public int getFormatId() {
            return 131_077;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    @Test
    void shouldMakeWhatCannotBeReadPartOfTheBranchAndOutsideOfOneGiveItToTheNextReceive() throws Exception {
        sendUnreadableThenText();
        try (var context = factory.createXAContext()) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            var resource = context.getXAResource();
            resource.start(new Branch(), XAResource.TMNOFLAGS);
            assertThatThrownBy(() -> consumer.receiveBody(Counted.class, PATIENCE_MILLIS))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(text(consumer.receive(PATIENCE_MILLIS))).isEqualTo("b");
            resource.end(new Branch(), XAResource.TMFAIL);
            resource.rollback(new Branch());

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> consumer.receiveBody(Counted.class, PATIENCE_MILLIS))
                        .isInstanceOf(MessageFormatRuntimeException.class);
            }
            assertThat(consumer.receive(PATIENCE_MILLIS)).isInstanceOf(ObjectMessage.class);
            assertThat(text(consumer.receive(PATIENCE_MILLIS))).isEqualTo("b");
        }
        assertThat(waiting("orders")).isZero();
    }

    @Test
    void shouldReadAnObjectOnce() throws Exception {
        var trusting = new PenstockConnectionFactory(
                broker, JmsOptions.DEFAULT.withTrustedClasses(List.of(Counted.class.getName())));
        try (var context = trusting.createContext()) {
            var queue = context.createQueue("orders");
            context.createProducer().send(queue, new Counted()).send(queue, new Counted());
            var consumer = context.createConsumer(queue);
            Counted.READ.set(0);
            assertThat(consumer.receiveBody(Counted.class, PATIENCE_MILLIS)).isNotNull();
            assertThat(Counted.READ).hasValue(1);
            var message = consumer.receive(PATIENCE_MILLIS);
            assertThat(message.isBodyAssignableTo(Counted.class)).isTrue();
            assertThat(message.isBodyAssignableTo(String.class)).isFalse();
            var first = message.getBody(Counted.class);
            assertThat(Counted.READ).hasValue(2);
            assertThat(message.getBody(Counted.class)).as("a copy of its own").isNotSameAs(first);
        }
    }

    @Test
    void shouldHandACompletionListenerTheBodyFromItsBeginning() throws Exception {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var bytes = session.createBytesMessage();
        bytes.writeInt(7);
        var stream = session.createStreamMessage();
        stream.writeString("seven");
        assertThat(told(done -> producer.send(bytes, done), message -> ((BytesMessage) message).readInt()))
                .isEqualTo(7);
        assertThat(told(done -> producer.send(stream, done), message -> ((StreamMessage) message).readString()))
                .isEqualTo("seven");
    }

    private interface Sending {
        void with(CompletionListener listener) throws JMSException;
    }

    private interface Reading {
        Object of(Message message) throws JMSException;
    }

    private static Object told(Sending sending, Reading reading) throws Exception {
        var read = new CompletableFuture<Object>();
        sending.with(new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    read.complete(reading.of(message));
                } catch (JMSException e) {
                    read.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                read.completeExceptionally(exception);
            }
        });
        return read.get();
    }

    /** Each piece would copy the whole array otherwise, which takes minutes. */
    @Test
    void shouldReadALargeArrayInSmallPieces() throws Exception {
        var message = new PenstockStreamMessage();
        message.writeBytes(new byte[64 << 20]);
        message.reset();
        byte[] piece = new byte[1 << 10];
        long total = 0;
        for (int count = message.readBytes(piece); count >= 0; count = message.readBytes(piece)) {
            total += count;
        }
        assertThat(total).isEqualTo(64 << 20);
    }

    @Test
    void shouldStayWhereItIsWhenAReadFails() throws Exception {
        var message = new PenstockBytesMessage();
        message.writeShort((short) 3);
        message.writeByte((byte) 0xff);
        message.writeByte((byte) 1);
        message.reset();
        assertThatThrownBy(message::readUTF).isInstanceOf(JMSException.class);
        assertThatThrownBy(message::readLong).isInstanceOf(JMSException.class);
        assertThat(message.readShort()).isEqualTo((short) 3);
        assertThat(message.readByte()).isEqualTo((byte) 0xff);
        assertThatThrownBy(message::readUTF).isInstanceOf(JMSException.class);
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    void shouldGiveCopiesOfTheArraysInAMap() throws Exception {
        var message = new PenstockMapMessage();
        message.setBytes("a", new byte[] {1});
        ((byte[]) message.getBody(Map.class).get("a"))[0] = 2;
        ((byte[]) message.getObject("a"))[0] = 2;
        message.getBytes("a")[0] = 2;
        assertThat(message.getBytes("a")).containsExactly(1);
    }

    @Test
    void shouldRefuseHalfOfASurrogatePairAndKeepAWholeOne() throws Exception {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var half = "a\ud83d";
        assertRefused(() -> producer.send(session.createTextMessage(half)));
        assertRefused(() -> producer.send(session.createTextMessage("\ude00")));
        var map = session.createMapMessage();
        map.setString("a", half);
        assertRefused(() -> producer.send(map));
        var stream = session.createStreamMessage();
        stream.writeString(half);
        assertRefused(() -> producer.send(stream));
        var message = session.createTextMessage("\ud83d\ude00");
        assertRefused(() -> message.setJMSCorrelationID(half));
        message.setJMSType(half);
        assertRefused(() -> producer.send(message));
        message.setJMSType(null);
        message.setStringProperty("p", half);
        assertRefused(() -> producer.send(message));
        message.clearProperties();
        producer.send(message);
        assertThat(waiting("orders")).isEqualTo(1);
        assertThat(receive(session.createConsumer(session.createQueue("orders"))))
                .isEqualTo("\ud83d\ude00");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("half of a surrogate pair");
    }
}
