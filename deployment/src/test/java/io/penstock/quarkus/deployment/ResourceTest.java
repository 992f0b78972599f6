package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Destination;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSDestinationDefinitions;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code @Resource} gives, and what classes define. */
class ResourceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("penstock.jms.jndi.\"java:/jms/queue/mapped\"", "queue:elsewhere")
            .overrideRuntimeConfigKey("penstock.jms.jndi.\"jms/Anything\"", "topic:prices");

    @Inject
    Bean bean;

    @Inject
    Broker broker;

    @Test
    void shouldMeanTheLastSegmentOfAName() throws JMSException {
        assertThat(bean.orders.getQueueName()).isEqualTo("orders");
        assertThat(bean.news.getTopicName()).isEqualTo("news");
        assertThat(bean.guessed).isInstanceOf(Topic.class).hasToString("topic:weather");
    }

    @Test
    void shouldMeanWhatConfigurationSays() throws JMSException {
        assertThat(bean.mapped.getQueueName()).isEqualTo("elsewhere");
        assertThat(bean.anything).isInstanceOf(Topic.class).hasToString("topic:prices");
    }

    @Test
    void shouldBeNamedLikeTheFieldOrThePropertyOtherwise() throws JMSException {
        assertThat(bean.invoices.getQueueName()).isEqualTo("invoices");
        assertThat(bean.letters.getQueueName()).isEqualTo("letters");
    }

    @Test
    void shouldMeanWhatAClassDefinesAndDeclareIt() throws JMSException {
        assertThat(bean.defined.getQueueName()).isEqualTo("acme.returns");
        assertThat(broker.destination("acme.returns"))
                .contains(Destination.queue("acme.returns").priorities(10).build());
        assertThat(broker.destination("alarms"))
                .contains(Destination.topic("alarms").priorities(10).build());
    }

    @Test
    void shouldGiveFactoriesOfEveryKind() throws JMSException {
        try (var context = bean.factory.createContext()) {
            context.createProducer().send(bean.orders, "x");
        }
        try (var connection = bean.queues.createQueueConnection();
                var session = connection.createQueueSession(false, 1)) {
            connection.start();
            assertThat(session.createReceiver(bean.orders).receive(10_000)).isNotNull();
        }
        try (var connection = bean.topics.createTopicConnection()) {
            assertThat(connection.getClientID()).isNull();
        }
    }

    @Test
    void shouldGiveADefinedFactoryItsClientIdentifier() {
        try (var context = bean.accounting.createContext()) {
            assertThat(context.getClientID()).isEqualTo("accounting");
        }
    }

    @Singleton
    @JMSDestinationDefinitions({
        @JMSDestinationDefinition(
                name = "java:app/jms/Returns",
                interfaceName = "jakarta.jms.Queue",
                destinationName = "acme.returns"),
        @JMSDestinationDefinition(name = "java:app/jms/alarms", interfaceName = "jakarta.jms.Topic")
    })
    @JMSConnectionFactoryDefinition(name = "java:app/jms/Accounting", clientId = "accounting")
    static class Bean {

        @Resource(lookup = "java:/jms/queue/orders")
        private Queue orders;

        @Resource(mappedName = "java:/jms/news")
        Topic news;

        @Resource(name = "java:/jms/topic/weather")
        jakarta.jms.Destination guessed;

        @Resource(lookup = "java:/jms/queue/mapped")
        Queue mapped;

        @Resource(lookup = "jms/Anything")
        jakarta.jms.Destination anything;

        @Resource
        Queue invoices;

        private Queue letters;

        @Resource
        void setLetters(Queue queue) {
            letters = queue;
        }

        @Resource(lookup = "java:app/jms/Returns")
        Queue defined;

        @Resource(lookup = "java:/ConnectionFactory")
        ConnectionFactory factory;

        @Resource(lookup = "java:/ConnectionFactory")
        QueueConnectionFactory queues;

        @Resource(lookup = "java:/ConnectionFactory")
        TopicConnectionFactory topics;

        @Resource(lookup = "java:app/jms/Accounting")
        ConnectionFactory accounting;
    }
}
