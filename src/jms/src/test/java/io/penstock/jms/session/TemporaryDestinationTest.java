package io.penstock.jms.session;

import io.penstock.jms.JmsFixture;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.spec.Unchecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueRequestor;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TopicRequestor;

import static jakarta.jms.Session.AUTO_ACKNOWLEDGE;
import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Temporary queues and topics (section 6.2.2), and requests with their help. */
@Timeout(JmsFixture.HANG_SECONDS)
class TemporaryDestinationTest extends JmsFixture {

    private Connection other;
    private Session session;

    @BeforeEach
    void connect() throws JMSException {
        other = factory.createConnection();
        other.start();
        session = session(AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void disconnect() throws JMSException {
        other.close();
    }

    /** Answers every request with its text, and tells where the last answer went. */
    private CompletableFuture<Destination> answer(Destination requests) throws JMSException {
        var answered = new CompletableFuture<Destination>();
        var replier = other.createSession();
        var producer = replier.createProducer(null);
        replier.createConsumer(requests)
                .setMessageListener(request -> Unchecked.run(() -> {
                    var reply = replier.createTextMessage("re: " + text(request));
                    reply.setJMSCorrelationID(request.getJMSMessageID());
                    producer.send(request.getJMSReplyTo(), reply);
                    answered.complete(request.getJMSReplyTo());
                }));
        return answered;
    }

    private static void send(Connection from, Destination to, String text) throws JMSException {
        try (var sending = from.createSession()) {
            sending.createProducer(to).send(sending.createTextMessage(text));
        }
    }

    @Test
    void shouldAnswerTheRequestsOfAQueueRequestor() throws Exception {
        var requests = session.createQueue("requests");
        var answered = answer(requests);
        var asking = factory.createQueueConnection();
        asking.start();
        var requestor = new QueueRequestor(asking.createQueueSession(false, AUTO_ACKNOWLEDGE), requests);

        assertThat(text(requestor.request(session.createTextMessage("one")))).isEqualTo("re: one");
        assertThat(text(requestor.request(session.createTextMessage("two")))).isEqualTo("re: two");

        assertThat(answered.get()).isInstanceOf(TemporaryQueue.class);
        var name = ((TemporaryQueue) answered.get()).getQueueName();
        assertThat(broker.destination(name)).isPresent();
        requestor.close();
        assertThat(broker.destination(name)).isEmpty();
        asking.close();
    }

    @Test
    void shouldAnswerTheRequestsOfATopicRequestor() throws Exception {
        var requests = session.createTopic("requests");
        var answered = answer(requests);
        var asking = factory.createTopicConnection();
        asking.start();
        var requestor = new TopicRequestor(asking.createTopicSession(false, AUTO_ACKNOWLEDGE), requests);

        assertThat(text(requestor.request(session.createTextMessage("one")))).isEqualTo("re: one");

        assertThat(answered.get()).isInstanceOf(TemporaryTopic.class);
        requestor.close();
        assertThat(broker.destination(((TemporaryTopic) answered.get()).getTopicName()))
                .isEmpty();
        asking.close();
    }

    @Test
    void shouldAnswerWithTheCommitOfTheTransactionThatTookTheRequest() throws JMSException {
        var requests = session.createQueue("requests");
        var replies = session.createTemporaryQueue();
        var request = session.createTextMessage("one");
        request.setJMSReplyTo(replies);
        session.createProducer(requests).send(request);
        var consumer = session.createConsumer(replies);
        try (var transacted = other.createSession(SESSION_TRANSACTED)) {
            var taken = transacted.createConsumer(requests).receive(PATIENCE_MILLIS);
            transacted.createProducer(taken.getJMSReplyTo()).send(transacted.createTextMessage("re"));
            assertNothingComes(consumer);
            transacted.commit();
        }

        var reply = consumer.receive(PATIENCE_MILLIS);
        assertThat(text(reply)).isEqualTo("re");
        assertThat(reply.getJMSDestination()).isEqualTo(replies);
        assertThat(waiting("requests")).isZero();
    }

    @Test
    void shouldCommitATransactionWhoseReplyNobodyWantsAnyMore() throws JMSException {
        send("requests", "one");
        var replies = other.createSession().createTemporaryQueue();
        var transacted = session(SESSION_TRANSACTED);
        receive(transacted.createConsumer(transacted.createQueue("requests")));
        transacted.createProducer(replies).send(transacted.createTextMessage("re"));
        replies.delete();

        transacted.commit();

        assertThat(waiting("requests")).isZero();
    }

    @Test
    void shouldLetEverybodySendAndTheirOwnConnectionConsume() throws JMSException {
        var queue = session.createTemporaryQueue();
        var topic = session.createTemporaryTopic();
        try (var theirs = other.createSession()) {
            assertThatThrownBy(() -> theirs.createConsumer(queue))
                    .isInstanceOf(InvalidDestinationException.class)
                    .hasMessageContaining("of another connection");
            assertThatThrownBy(() -> theirs.createConsumer(topic)).isInstanceOf(InvalidDestinationException.class);
            assertThatThrownBy(() -> theirs.createSharedConsumer(topic, "s"))
                    .isInstanceOf(InvalidDestinationException.class);
            assertThatThrownBy(() -> theirs.createConsumer(new PenstockQueue(queue.getQueueName())))
                    .isInstanceOf(InvalidDestinationException.class);
        }
        try (var second = session(AUTO_ACKNOWLEDGE)) {
            var ofTopic = second.createConsumer(topic);
            var shared = second.createSharedConsumer(topic, "s");
            var ofQueue = second.createConsumer(second.createQueue(queue.getQueueName()), "JMSPriority = 4");
            send(other, queue, "q");
            send(connection, topic, "t");
            assertThat(receive(ofQueue)).isEqualTo("q");
            assertThat(receive(ofTopic)).isEqualTo("t");
            assertThat(receive(shared)).isEqualTo("t");
        }
    }

    @Test
    void shouldHaveANameOfItsOwnAndNoPlaceAmongTheOthers() throws JMSException {
        var first = session.createTemporaryQueue();
        var second = session.createTemporaryQueue();

        assertThat(first).isNotEqualTo(second).isEqualTo(session.createQueue(first.getQueueName()));
        assertThat(session.createTemporaryTopic().getTopicName()).isNotEqualTo(first.getQueueName());
        assertThat(broker.destinations()).isEmpty();
    }

    @Test
    void shouldOutliveItsSessionAndEndWithItsConnection() throws JMSException {
        var made = other.createSession();
        var queue = made.createTemporaryQueue();
        var topic = made.createTemporaryTopic();
        made.close();
        send(connection, queue, "kept");
        try (var next = other.createSession(CLIENT_ACKNOWLEDGE)) {
            assertThat(receive(next.createConsumer(queue))).isEqualTo("kept");
            next.createConsumer(topic);
        }

        other.close();

        for (var gone : new Destination[] {queue, topic}) {
            assertThatThrownBy(() -> session.createProducer(gone)).isInstanceOf(InvalidDestinationException.class);
            assertThatThrownBy(() -> send(connection, gone, "late"))
                    .isInstanceOf(InvalidDestinationException.class)
                    .hasMessageContaining("is gone");
        }
        queue.delete();
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldBeDeletedWhenNobodyConsumes() throws JMSException {
        var queue = session.createTemporaryQueue();
        var topic = session.createTemporaryTopic();
        var producer = session.createProducer(queue);
        var ofQueue = session.createConsumer(queue);
        var ofTopic = session.createConsumer(topic);
        assertThatThrownBy(queue::delete)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 consumer");
        assertThatThrownBy(topic::delete).isInstanceOf(IllegalStateException.class);
        producer.send(session.createTextMessage("still there"));
        assertThat(receive(ofQueue)).isEqualTo("still there");
        ofQueue.close();
        ofTopic.close();

        queue.delete();
        topic.delete();
        queue.delete();

        assertThatThrownBy(() -> producer.send(session.createTextMessage("late")))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(topic)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldLeaveDeletionToItsOwner() throws JMSException {
        var queue = session.createTemporaryQueue();
        var topic = session.createTemporaryTopic();

        assertThatThrownBy(((TemporaryQueue) session.createQueue(queue.getQueueName()))::delete)
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(((TemporaryTopic) PenstockDestination.parse(topic.toString()))::delete)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseDurableSubscriptionsOfATemporaryTopic() throws JMSException {
        var topic = session.createTemporaryTopic();
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no durable subscription");
    }

    @Test
    void shouldRefuseNewOnesOnceTheConnectionIsClosed() throws JMSException {
        var temporaries = new ConnectionTemporaries(broker);
        var queue = temporaries.queue();

        temporaries.close();

        assertThat(broker.destination(queue.getQueueName())).isEmpty();
        assertThatThrownBy(temporaries::topic).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldEndWithTheLastContextOfAConnection() throws JMSException {
        TemporaryQueue queue;
        try (JMSContext context = factory.createContext();
                var sharing = context.createContext(AUTO_ACKNOWLEDGE)) {
            queue = context.createTemporaryQueue();
            context.createProducer().send(queue, "hello");
            context.close();
            assertThat(sharing.createConsumer(queue).receiveBody(String.class, PATIENCE_MILLIS))
                    .isEqualTo("hello");
        }
        assertThat(broker.destination(queue.getQueueName())).isEmpty();
    }
}
