package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;

/** What the diagnostic context of the log says of the message that a handler is handling. */
class HandlerLogTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Driven.class)
            .overrideConfigKey("mp.messaging.incoming.channel.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.channel.destination", "of-channel");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Inject
    ConnectionFactory factory;

    @Test
    void shouldNameTheMessageInEachAttemptAndForgetIt() throws Exception {
        var id = send("orders", "a\nb");

        assertThat(bean.next())
                .containsOnly(
                        Map.entry("penstock.message.id", id),
                        Map.entry("penstock.destination", "orders"),
                        Map.entry("penstock.subscription", "orders"),
                        Map.entry("penstock.key", "a\\u{a}b"),
                        Map.entry("penstock.attempt", "1"));
        assertThat(bean.next()).containsEntry("penstock.attempt", "2");
        // The next message has no key, and nothing of the one before.
        broker.send(Message.to("orders").body("no retry").build());
        assertThat(bean.next()).containsEntry("penstock.attempt", "1").doesNotContainKey("penstock.key");
    }

    @Test
    void shouldNameTheMessageInWhatGoesOnAsynchronously() throws Exception {
        var id = send("async", "k");

        assertThat(bean.next()).containsEntry("penstock.message.id", id).containsEntry("penstock.key", "k");
    }

    @Test
    void shouldNameTheMessageOfAChannel() throws Exception {
        var id = send("of-channel", "k");

        assertThat(bean.next())
                .containsEntry("penstock.message.id", id)
                .containsEntry("penstock.destination", "of-channel")
                .containsEntry("penstock.key", "k");
    }

    @Test
    void shouldNameTheMessageOfAMessageDrivenBeanAndOfAMessageListener() throws Exception {
        var id = send("driven", null);
        assertThat(bean.next()).containsEntry("penstock.message.id", id);

        try (var context = factory.createContext()) {
            context.createConsumer(context.createQueue("listened")).setMessageListener(message -> bean.see());
            var listened = send("listened", "k");
            assertThat(bean.next())
                    .containsEntry("penstock.message.id", listened)
                    .containsEntry("penstock.key", "k");
            send("listened", null);
            assertThat(bean.next()).doesNotContainKey("penstock.key");
        }
    }

    private String send(String queue, String key) {
        return broker.send(Message.to(queue).key(key).body("x").build()).messageId();
    }

    @Singleton
    static class Bean {

        private final BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();

        Map<String, String> next() throws InterruptedException {
            var next = seen.poll(2, TimeUnit.MINUTES);
            assertThat(next).isNotNull();
            return next;
        }

        void see() {
            var ours = new TreeMap<String, String>();
            MDC.getMap().forEach((name, value) -> {
                if (name.startsWith("penstock.")) {
                    ours.put(name, value.toString());
                }
            });
            seen.add(ours);
        }

        @QueueListener("orders")
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        void orders(String body, Delivery delivery) {
            see();
            if (delivery.attempt() == 1 && !body.equals("no retry")) {
                throw new IllegalStateException("no stock");
            }
        }

        @QueueListener("async")
        Uni<Void> async(String body) {
            return Uni.createFrom()
                    .item(body)
                    .emitOn(Infrastructure.getDefaultExecutor())
                    .invoke(this::see)
                    .replaceWithVoid();
        }

        @Incoming("channel")
        void channel(String body) {
            see();
        }
    }

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "destination", propertyValue = "driven"))
    static class Driven implements MessageListener {

        @Inject
        Bean bean;

        @Override
        public void onMessage(jakarta.jms.Message message) {
            bean.see();
        }
    }
}
