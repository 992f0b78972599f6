package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.listener.Body;
import io.penstock.listener.Header;
import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Parameters that take parts of a message by annotation. */
class ListenerParametersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class);

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Test
    void shouldGiveEachParameterWhatItAsksFor() {
        broker.send(Message.to("orders")
                .key("k")
                .header("region", "eu")
                .body("{\"id\": \"o1\"}")
                .build());
        await().untilAsserted(() -> assertThat(bean.heard).containsExactly("k eu null Order[id=o1] 1"));
    }

    @Test
    void shouldTakeBytesAndTheFirstParameterThatIsNoPartAsTheBody() {
        broker.send(
                Message.to("bytes").key("k").header("region", "eu").body("b").build());
        await().untilAsserted(() -> assertThat(bean.bytes).containsExactly("k eu b"));
    }

    record Order(String id) {}

    @Singleton
    static class Bean {

        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<String> bytes = new CopyOnWriteArrayList<>();

        @QueueListener("orders")
        void on(
                @Key String key,
                Delivery delivery,
                @Header("region") String region,
                @Header("missing") String missing,
                @Body Order order) {
            heard.add(key + " " + region + " " + missing + " " + order + " " + delivery.attempt());
        }

        @QueueListener("bytes")
        void on(@Key byte[] key, @Header("region") byte[] region, String body) {
            bytes.add(text(key) + " " + text(region) + " " + body);
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
