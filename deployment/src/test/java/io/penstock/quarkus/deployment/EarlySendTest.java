package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever the application names exists before any of its code runs. */
class EarlySendTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Early.class, Heard.class, Listening.class, Driven.class, Defining.class)
            .overrideConfigKey("mp.messaging.incoming.to-channel.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.to-channel.destination", "of-incoming-channel")
            .overrideConfigKey("mp.messaging.outgoing.from-channel.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.from-channel.destination", "of-outgoing-channel")
            .overrideConfigKey("mp.messaging.outgoing.first-by-name.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.first-by-name.destination", "of-two-channels")
            .overrideConfigKey("mp.messaging.outgoing.second-by-name.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.second-by-name.destination", "of-two-channels")
            .overrideConfigKey("mp.messaging.outgoing.second-by-name.kind", "topic")
            .overrideConfigKey("mp.messaging.outgoing.to-exchange.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.to-exchange.destination", "of-exchange")
            .overrideConfigKey("mp.messaging.outgoing.switched-off.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.switched-off.enabled", "false")
            .overrideRuntimeConfigKey("queues.listener", "of-listener")
            .overrideRuntimeConfigKey("penstock.destinations.of-configuration.kind", "queue")
            .overrideRuntimeConfigKey("penstock.destinations.of-exchange.kind", "exchange")
            .overrideRuntimeConfigKey("penstock.destinations.of-exchange.exchange.type", "fanout")
            .overrideRuntimeConfigKey(
                    "penstock.destinations.of-exchange.exchange.bindings[0].destination", "of-listener")
            .overrideRuntimeConfigKey(
                    "penstock.destinations.of-exchange.exchange.bindings[1].destination", "of-outgoing-channel")
            .overrideRuntimeConfigKey("penstock.jms.jndi.\"jms/mapped\"", "queue:of-jndi-name")
            .overrideRuntimeConfigKey("penstock.schedules.yearly.every", "365d")
            .overrideRuntimeConfigKey("penstock.schedules.yearly.destination", "of-schedule");

    private static final List<String> ALL = List.of(
            "of-listener",
            "of-topic-listener",
            "of-letters",
            "of-bean",
            "of-incoming-channel",
            "of-outgoing-channel",
            "of-definition",
            "of-configuration",
            "of-exchange",
            "of-jndi-name",
            "of-schedule");

    @Inject
    Broker broker;

    @Inject
    Early early;

    @Inject
    Heard heard;

    @ParameterizedTest
    @CsvSource({
        "of-listener, QUEUE, 1",
        "of-topic-listener, TOPIC, 1",
        "of-letters, QUEUE, 1",
        "of-bean, QUEUE, 10",
        "of-incoming-channel, QUEUE, 1",
        "of-outgoing-channel, QUEUE, 1",
        "of-two-channels, TOPIC, 1",
        "of-definition, QUEUE, 10",
        "of-jndi-name, QUEUE, 10",
        "of-schedule, QUEUE, 1"
    })
    void shouldDeclareWhatIsNamed(String name, String kind, int priorities) {
        assertThat(early.seen).contains(name);
        assertThat(broker.destination(name).map(Destination::kind)).contains(DestinationKind.valueOf(kind));
        assertThat(broker.destination(name).map(Destination::effectivePriorities))
                .contains(priorities);
    }

    @Test
    void shouldTakeWhatIsSentBeforeEveryOtherObserver() {
        assertThat(early.problems).isEmpty();
        await().untilAsserted(() -> assertThat(heard.messages)
                .contains(
                        "listener: created",
                        "listener: first",
                        "listener: last",
                        "topic listener: created",
                        "topic listener: first",
                        "topic listener: last",
                        "bean",
                        "channel: created"));
    }

    @Test
    void shouldDeclareNothingForWhatIsSwitchedOff() {
        assertThat(broker.destination("switched-off")).isEmpty();
    }

    /** Sends as early as it can. */
    @Startup(Integer.MIN_VALUE)
    @Singleton
    static class Early {

        @Inject
        Broker broker;

        final Set<String> seen = new ConcurrentSkipListSet<>();
        final Set<String> problems = new ConcurrentSkipListSet<>();

        @PostConstruct
        void created() {
            broker.destinations().forEach(destination -> seen.add(destination.name()));
            ALL.forEach(name -> send(name, "created"));
        }

        void first(@Observes @Priority(Integer.MIN_VALUE) StartupEvent event) {
            ALL.forEach(name -> send(name, "first"));
        }

        void last(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
            ALL.forEach(name -> send(name, "last"));
        }

        private void send(String name, String body) {
            try {
                broker.send(Message.to(name).body(body).build());
            } catch (RuntimeException e) {
                problems.add(body + ": " + e);
            }
        }
    }

    @Singleton
    static class Heard {

        final Set<String> messages = new ConcurrentSkipListSet<>();
    }

    @Singleton
    static class Listening {

        @Inject
        Heard heard;

        @QueueListener("${queues.listener}")
        @DeadLetter("of-letters")
        void onQueue(String body) {
            heard.messages.add("listener: " + body);
        }

        @TopicListener(value = "of-topic-listener", subscription = "s")
        void onTopic(String body) {
            heard.messages.add("topic listener: " + body);
        }

        @Incoming("to-channel")
        void onChannel(String body) {
            heard.messages.add("channel: " + body);
        }
    }

    @MessageDriven(
            activationConfig =
                    @ActivationConfigProperty(
                            propertyName = "destinationLookup",
                            propertyValue = "java:/jms/queue/of-bean"))
    @TransactionManagement(TransactionManagementType.BEAN)
    static class Driven implements MessageListener {

        @Inject
        Heard heard;

        @Override
        public void onMessage(jakarta.jms.Message message) {
            heard.messages.add("bean");
        }
    }

    @Singleton
    @JMSDestinationDefinition(
            name = "java:/jms/queue/defined",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "of-definition")
    static class Defining {}
}
