package io.penstock.connector;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Cloud events, binary and structured, in both directions. */
class CloudEventTest extends EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Shop {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("out")
        MutinyEmitter<Object> out;

        @Incoming("in")
        void take(Order order, IncomingCloudEventMetadata<?> event) {
            seen.add(order + describe(event));
        }

        @Incoming("texts")
        void takeText(String text, IncomingCloudEventMetadata<?> event) {
            seen.add(text + describe(event));
        }

        @Incoming("lists")
        void takeAll(List<Order> orders, IncomingPenstockBatchMetadata from) {
            seen.add(orders
                    + from.records().get(0).cloudEvent().map(Shop::describe).orElse(" of no event"));
        }

        private static String describe(IncomingCloudEventMetadata<?> event) {
            return event == null
                    ? " of no event"
                    : " " + event.getId() + " " + event.getType() + " " + event.getSource() + " "
                            + event.getSubject().orElse("-") + " "
                            + event.getTimeStamp().map(Object::toString).orElse("-")
                            + " " + event.getExtensions();
        }

        List<String> seen() {
            return seen;
        }

        void send(Object payload, Object... metadata) {
            var message = org.eclipse.microprofile.reactive.messaging.Message.of(payload);
            for (var each : metadata) {
                message = message.addMetadata(each);
            }
            out.sendMessage(message).await().atMost(PATIENCE);
        }
    }

    private ReactiveApplication.Builder application(String... out) {
        return ReactiveApplication.on(broker)
                .incoming("in")
                .incoming("texts")
                .incoming("lists", "batch", "true")
                .outgoing("out", out);
    }

    private static Message.Builder binary(String destination) {
        return Message.to(destination)
                .header("ce_specversion", "1.0")
                .header("ce_id", "1")
                .header("ce_type", "placed")
                .header("ce_source", "/shop")
                .header("ce_subject", "a")
                .header("ce_time", "2026-01-31T12:00:00Z")
                .header("ce_tenant", "acme");
    }

    private static Message structured(String destination, JsonObject event) {
        return Message.to(destination)
                .header("content-type", "application/cloudevents+json; charset=UTF-8")
                .body(event.encode())
                .build();
    }

    private static JsonObject event() {
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", "1")
                .put("type", "placed")
                .put("source", "/shop")
                .put("subject", "a")
                .put("time", "2026-01-31T12:00:00Z")
                .put("tenant", "acme");
    }

    private static final String DESCRIBED = " 1 placed /shop a 2026-01-31T12:00Z {tenant=acme}";

    private static void expect(ReactiveApplication application, String... seen) {
        await().untilAsserted(
                        () -> assertThat(application.get(Shop.class).seen()).containsExactly(seen));
    }

    @Test
    void shouldGiveTheDataAndTheAttributesOfEventsOfBothKinds() {
        try (var application = application().start(Shop.class)) {
            var data = new JsonObject().put("id", "a").put("amount", 1);

            broker.send(binary("in").body(data.encode()).build());
            broker.send(structured("in", event().put("data", data)));
            broker.send(structured(
                    "in",
                    event().put(
                                    "data_base64",
                                    Base64.getEncoder()
                                            .encodeToString(data.encode().getBytes(StandardCharsets.UTF_8)))));

            var order = new Order("a", 1) + DESCRIBED;
            expect(application, order, order, order);
        }
    }

    @Test
    void shouldGiveTextAsItsContentTypeSays() {
        try (var application = application().start(Shop.class)) {
            broker.send(structured("texts", event().put("data", "hello")));
            broker.send(structured("texts", event().put("data", "hello").put("datacontenttype", "application/json")));

            expect(application, "hello" + DESCRIBED, "\"hello\"" + DESCRIBED);
        }
    }

    @Test
    void shouldGiveTheDataOfTheEventsOfABatch() {
        try (var application = application().start(Shop.class)) {
            broker.send(structured(
                    "lists", event().put("data", new JsonObject().put("id", "a").put("amount", 1))));

            expect(application, List.of(new Order("a", 1)) + DESCRIBED);
        }
    }

    @Test
    void shouldTakeWhatIsNoWholeEventAsAnOrdinaryMessage() {
        try (var application = application().start(Shop.class)) {
            broker.send(Message.to("texts")
                    .header("ce_specversion", "1.0")
                    .body("a")
                    .build());
            broker.send(structured("texts", new JsonObject().put("id", "1")));
            broker.send(Message.to("texts")
                    .header("content-type", "application/cloudevents+json")
                    .body("no JSON")
                    .build());

            expect(application, "a of no event", "{\"id\":\"1\"} of no event", "no JSON of no event");
        }
    }

    @Test
    void shouldReadNoEventsWhereTheChannelHasNone() {
        try (var application =
                application().incoming("texts", "cloud-events", "false").start(Shop.class)) {
            broker.send(binary("texts").body("a").build());

            expect(application, "a of no event");
        }
    }

    private Message sent() {
        return waiting("out").get(0);
    }

    @Test
    void shouldWriteABinaryEventWithWhatTheMessageAndTheChannelSay() {
        try (var application = application("cloud-events-source", "/shop", "cloud-events-type", "placed")
                .start(Shop.class)) {
            application
                    .get(Shop.class)
                    .send(
                            new Order("a", 1),
                            OutgoingCloudEventMetadata.builder()
                                    .withId("7")
                                    .withType("changed")
                                    .withSubject("a")
                                    .withTimestamp(ZonedDateTime.parse("2026-01-31T12:00:00Z"))
                                    .withDataSchema(URI.create("urn:order"))
                                    .withExtension("partitionkey", "acme")
                                    .build());

            var headers = sent().headers();
            assertThat(headers.get("ce_specversion")).isEqualTo("1.0");
            assertThat(headers.get("ce_id")).isEqualTo("7");
            assertThat(headers.get("ce_type")).isEqualTo("changed");
            assertThat(headers.get("ce_source")).isEqualTo("/shop");
            assertThat(headers.get("ce_subject")).isEqualTo("a");
            assertThat(headers.get("ce_time")).isEqualTo("2026-01-31T12:00:00Z");
            assertThat(headers.get("ce_dataschema")).isEqualTo("urn:order");
            assertThat(headers.get("ce_partitionkey")).isEqualTo("acme");
            assertThat(headers.get("content-type")).isEqualTo("application/json");
            assertThat(sent().keyText()).isEqualTo("acme");
            assertThat(sent().bodyText()).isEqualTo("{\"id\":\"a\",\"amount\":1}");
        }
    }

    @Test
    void shouldWriteStructuredEventsThatAreReadAsTheyWereWritten() {
        try (var application = application(
                        "cloud-events-mode", "structured",
                        "cloud-events-source", "/shop",
                        "cloud-events-type", "placed",
                        "cloud-events-subject", "a",
                        "cloud-events-insert-timestamp", "false")
                .start(Shop.class)) {
            var shop = application.get(Shop.class);
            shop.send(new Order("a", 1));
            shop.send("text");
            shop.send(new byte[] {1, 2});

            var events = waiting("out").stream()
                    .map(message -> new JsonObject(message.bodyText()))
                    .toList();
            assertThat(sent().headers().get("content-type")).startsWith("application/cloudevents+json");
            assertThat(events.get(0).getJsonObject("data").getInteger("amount")).isEqualTo(1);
            assertThat(events.get(0).getString("datacontenttype")).isEqualTo("application/json");
            assertThat(events.get(0).getString("source")).isEqualTo("/shop");
            assertThat(events.get(0).getString("subject")).isEqualTo("a");
            assertThat(events.get(0).getString(CloudEventMetadata.CE_ATTRIBUTE_ID))
                    .isNotBlank();
            assertThat(events.get(0).containsKey("time")).isFalse();
            assertThat(events.get(1).getString("data")).isEqualTo("text");
            assertThat(events.get(2).getString("data_base64")).isEqualTo("AQI=");
        }
    }

    @Test
    void shouldSendOrdinaryMessagesWhereNothingSaysThatTheyAreEvents() {
        try (var application = application("cloud-events-type", "placed").start(Shop.class)) {
            application.get(Shop.class).send("a");

            assertThat(sent().headers().isEmpty()).isTrue();
            assertThatThrownBy(() -> application
                            .get(Shop.class)
                            .send("b", OutgoingCloudEventMetadata.builder().build()))
                    .hasStackTraceContaining("A cloud event needs a source: set it in OutgoingCloudEventMetadata, or"
                            + " 'cloud-events-source' of the channel.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud-events-mode", "cloud-events-source", "cloud-events-data-schema"})
    void shouldNotStartWithAnAttributeThatIsInvalid(String attribute) {
        assertThatThrownBy(() -> ChannelConfig.outgoing("out", attribute, "a b"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("Channel 'out': attribute '" + attribute + "' is 'a b': use ");
    }
}
