package io.penstock.jms;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(JmsFixture.HANG_SECONDS)
class ExchangeTest extends JmsFixture {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("eu").build());
        broker.declare(Destination.topic("all").build());
        broker.declare(Destination.exchange("orders", ExchangeType.PATTERN).build());
        broker.bind(Binding.of("orders", "*.eu", "eu").build());
        broker.bind(Binding.of("orders", "new.#", "all").build());
    }

    private long stored(String destination) {
        return broker.browse(BrowseRequest.all(destination, 100).partition(0).build())
                .size();
    }

    @Test
    void shouldSendToAnExchangeByTheNameOfAQueueOrATopic() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var byKey = session.createTextMessage("1");
        byKey.setStringProperty("JMSXGroupID", "old.eu");
        var byRoutingKey = session.createTextMessage("2");
        byRoutingKey.setStringProperty("penstock_routing_key", "new.eu");

        session.createProducer(session.createQueue("orders")).send(byKey);
        session.createProducer(session.createTopic("orders")).send(byRoutingKey);

        var consumer = session.createConsumer(session.createQueue("eu"), "penstock_exchange = 'orders'");
        assertThat(receive(consumer)).isEqualTo("1");
        var second = consumer.receive(PATIENCE_MILLIS);
        assertThat(((Queue) second.getJMSDestination()).getQueueName()).isEqualTo("eu");
        assertThat(second.getStringProperty("penstock_routing_key")).isEqualTo("new.eu");
        assertThat(stored("all")).isEqualTo(1);
    }

    @Test
    void shouldRouteAtomicallyInATransactedSession() throws JMSException {
        var session = session(Session.SESSION_TRANSACTED);
        var message = session.createTextMessage("1");
        message.setStringProperty("penstock_routing_key", "new.eu");
        session.createProducer(session.createQueue("orders")).send(message);
        assertThat(stored("all")).isZero();

        session.commit();

        assertThat(stored("all")).isEqualTo(1);
        assertThat(stored("eu")).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCannotBeRoutedAndConsumersOfAnExchange() throws JMSException {
        var session = session(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));

        assertThatThrownBy(() -> producer.send(session.createTextMessage("nowhere")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("matches no binding");
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("orders")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("is an exchange");
        assertThatThrownBy(() -> session.createBrowser(session.createQueue("orders")))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
