package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Parameters that take parts of a message by annotation. */
class ListenerParametersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class, Size.class);

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

    @Test
    void shouldConvertHeadersToWhatTheMethodTakes() {
        var id = UUID.randomUUID();
        broker.send(Message.to("converted")
                .header("count", "3")
                .header("total", "-9000000000")
                .header("rate", "1.5")
                .header("urgent", "true")
                .header("at", "2026-01-31T12:00:00Z")
                .header("wait", "PT5M")
                .header("id", id.toString())
                .header("size", "LARGE")
                .header("day", "FRIDAY")
                .body("b")
                .build());

        await().untilAsserted(() -> assertThat(bean.converted)
                .containsExactly(List.of(
                        3,
                        -9_000_000_000L,
                        1.5,
                        true,
                        Instant.parse("2026-01-31T12:00:00Z"),
                        Duration.ofMinutes(5),
                        id,
                        Size.LARGE,
                        DayOfWeek.FRIDAY,
                        Optional.of(3),
                        Optional.empty(),
                        "none")));
    }

    @Test
    void shouldMakeAMessageWithAHeaderThatCannotBeReadADeadLetter() {
        broker.send(Message.to("counted").header("count", "three").body("b").build());
        broker.send(Message.to("counted").body("b").build());
        broker.send(Message.to("counted").header("count", "3").body("b").build());

        await().untilAsserted(() -> assertThat(letters("counted.dlq"))
                .containsExactlyInAnyOrder(
                        "UNREADABLE The header 'count' cannot be read as int: 'three' is not a whole number from"
                                + " -2147483648 to 2147483647.",
                        "UNREADABLE There is no header 'count', which the method takes as int, and so has to have."));
        await().untilAsserted(() -> assertThat(bean.counted).containsExactly(3));
    }

    @Test
    void shouldTakeTheUnreadableMessagesOutOfABatch() {
        broker.send(Message.to("sizes").header("size", "LARGE").body("a").build());
        broker.send(Message.to("sizes").header("size", "huge").body("b").build());
        broker.send(Message.to("sizes").body("c").build());

        await().untilAsserted(() -> assertThat(letters("sizes.dlq"))
                .containsExactly("UNREADABLE The header 'size' cannot be read as " + Size.class.getName()
                        + ": 'huge' is not one of SMALL, LARGE."));
        await().untilAsserted(() ->
                assertThat(bean.sizes).containsExactlyInAnyOrder("a Optional[LARGE]", "c Optional.empty"));
    }

    private List<String> letters(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                        .map(stored -> DeadLetterRecord.of(stored.message()).orElseThrow())
                        .map(letter -> letter.reason() + " " + letter.description())
                        .toList();
    }

    enum Size {
        SMALL,
        LARGE
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

        final List<List<Object>> converted = new CopyOnWriteArrayList<>();
        final List<Integer> counted = new CopyOnWriteArrayList<>();
        final List<String> sizes = new CopyOnWriteArrayList<>();

        @QueueListener("converted")
        void on(
                String body,
                @Header("count") int count,
                @Header("total") long total,
                @Header("rate") double rate,
                @Header("urgent") boolean urgent,
                @Header("at") Instant at,
                @Header("wait") Duration wait,
                @Header("id") UUID id,
                @Header("size") Size size,
                @Header("day") DayOfWeek day,
                @Header("count") Optional<Integer> optional,
                @Header("missing") Optional<Size> missing,
                @Header("missing") Long none) {
            converted.add(List.of(
                    count,
                    total,
                    rate,
                    urgent,
                    at,
                    wait,
                    id,
                    size,
                    day,
                    optional,
                    missing,
                    none == null ? "none" : none));
        }

        @QueueListener("counted")
        void on(String body, @Header("count") int count) {
            counted.add(count);
        }

        @QueueListener("sizes")
        void on(List<String> bodies, @Header("size") List<Optional<Size>> all) {
            for (int i = 0; i < bodies.size(); i++) {
                sizes.add(bodies.get(i) + " " + all.get(i));
            }
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
