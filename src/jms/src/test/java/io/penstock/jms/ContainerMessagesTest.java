package io.penstock.jms;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.session.JmsOptions;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a container sees that consumes from the broker itself. */
class ContainerMessagesTest extends JmsFixture {

    private final ManualClock clock = new ManualClock(Instant.now());
    private final ContainerMessages messages = new ContainerMessages(JmsOptions.DEFAULT, clock);

    private Delivery delivered(String queue) throws InterruptedException {
        var arrived = new ArrayBlockingQueue<Delivery>(1);
        var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "container").build(), arrived::addAll);
        consumer.request(1);
        return arrived.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldReadAMessageAsAListenerGetsIt() throws JMSException, InterruptedException {
        send("orders", "one");
        var message = (TextMessage) messages.read(delivered("orders"), new PenstockQueue("orders"));
        assertThat(message.getText()).isEqualTo("one");
        assertThat(message.getJMSDestination()).isEqualTo(new PenstockQueue("orders"));
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThatThrownBy(() -> message.setText("two")).isInstanceOf(MessageNotWriteableException.class);
        message.acknowledge();
        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldNotShowWhatHasExpired() throws JMSException, InterruptedException {
        try (var session = session(Session.AUTO_ACKNOWLEDGE)) {
            var producer = session.createProducer(session.createQueue("orders"));
            producer.setTimeToLive(TimeUnit.HOURS.toMillis(1));
            producer.send(session.createTextMessage("soon stale"));
        }
        var delivery = delivered("orders");
        assertThat(messages.read(delivery, new PenstockQueue("orders"))).isNotNull();
        clock.advance(Duration.ofHours(2));
        assertThat(messages.read(delivery, new PenstockQueue("orders"))).isNull();
    }

    @Test
    void shouldNameSubscriptionsAsSessionsDo() throws JMSException {
        try (var own = factory.createConnection()) {
            own.setClientID("office");
            var session = own.createSession();
            var topic = session.createTopic("news");
            session.createDurableConsumer(topic, "a");
            session.createSharedDurableConsumer(topic, "b");
            session.createSharedConsumer(topic, "c");
            assertThat(broker.subscriptions("news"))
                    .extracting(io.penstock.Subscription::name)
                    .containsExactlyInAnyOrder(
                            ContainerMessages.subscription("office", "a", true, false),
                            ContainerMessages.subscription("office", "b", true, true),
                            ContainerMessages.subscription("office", "c", false, true));
        }
    }
}
