package io.penstock.connector;

import com.google.protobuf.StringValue;
import io.penstock.DeadLetterRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.json.jsonb.JsonBMapping;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecordBase;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.annotation.JsonbProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Payloads that a library of the application reads and writes: JSON-B, Protobuf, Avro. */
class LibraryPayloadTest extends EmbeddedBrokerTest {

    /** What Avro generates of a schema with one field, as far as it matters. */
    public static class Parcel extends SpecificRecordBase {

        public static final Schema SCHEMA$ = SchemaBuilder.record(Parcel.class.getSimpleName())
                .namespace(LibraryPayloadTest.class.getName() + "$")
                .fields()
                .requiredString("label")
                .endRecord();

        private CharSequence label;

        @Override
        public Schema getSchema() {
            return SCHEMA$;
        }

        @Override
        public Object get(int field) {
            return label;
        }

        @Override
        public void put(int field, Object value) {
            label = (CharSequence) value;
        }
    }

    @ApplicationScoped
    static class Shop {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("parcels-out")
        MutinyEmitter<Parcel> parcels;

        @Inject
        @Channel("values-out")
        MutinyEmitter<StringValue> values;

        @Incoming("values")
        void take(StringValue value) {
            seen.add("value " + value.getValue());
        }

        @Incoming("parcels")
        void take(Parcel parcel) {
            seen.add("parcel " + parcel.label);
        }

        List<String> seen() {
            return seen;
        }

        void send(String text) {
            var parcel = new Parcel();
            parcel.label = text;
            parcels.send(parcel).await().atMost(Duration.ofSeconds(30));
            values.send(StringValue.of(text)).await().atMost(Duration.ofSeconds(30));
        }
    }

    @Test
    void shouldReadAndWriteClassesOfProtobufAndAvroInTheirOwnFormat() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("values")
                .incoming("parcels")
                .outgoing("values-out", "destination", "values")
                .outgoing("parcels-out", "destination", "parcels")
                .start(Shop.class)) {
            application.get(Shop.class).send("a");

            await().untilAsserted(() ->
                    assertThat(application.get(Shop.class).seen()).containsExactlyInAnyOrder("value a", "parcel a"));

            broker.send(io.penstock.Message.to("values")
                    .body(StringValue.of("b").toByteArray())
                    .build());
            await().untilAsserted(
                            () -> assertThat(application.get(Shop.class).seen()).contains("value b"));
        }
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsNotInThatFormat() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("values")
                .incoming("parcels")
                .outgoing("values-out", "destination", "other")
                .outgoing("parcels-out", "destination", "other")
                .start(Shop.class)) {
            send("values", "no Protobuf at all");
            send("parcels", "no Avro");

            await().untilAsserted(() -> {
                assertThat(waiting("values.dlq")).hasSize(1);
                assertThat(waiting("parcels.dlq")).hasSize(1);
            });
            assertThat(waiting("parcels.dlq").get(0).headers().get(DeadLetterRecord.DESCRIPTION))
                    .contains("is no Avro for");
        }
    }

    public static class Order {
        @JsonbProperty("order-number")
        public String id;
    }

    @ApplicationScoped
    static class JsonBinding {
        @Produces
        Jsonb jsonb() {
            return JsonbBuilder.create();
        }
    }

    @ApplicationScoped
    static class Orders {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("one")
        void take(Order order) {
            seen.add("one " + order.id);
        }

        @Incoming("many")
        void take(List<Order> orders) {
            orders.forEach(order -> seen.add("of many " + order.id));
        }

        @Outgoing("made")
        Multi<Order> make() {
            var order = new Order();
            order.id = "7";
            return Multi.createFrom().item(order);
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldReadAndWriteWithJsonBGenericTypesIncluded() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("one")
                .incoming("many")
                .outgoing("made")
                .start(Orders.class, JsonBMapping.class, JsonBinding.class)) {
            send("one", "{\"order-number\":\"1\"}");
            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactly("one 1"));
            send("many", "[{\"order-number\":\"2\"},{\"order-number\":\"3\"}]");
            await().untilAsserted(() -> assertThat(application.get(Orders.class).seen())
                    .containsExactly("one 1", "of many 2", "of many 3"));
            await().untilAsserted(() -> assertThat(waiting("made"))
                    .extracting(io.penstock.Message::bodyText)
                    .containsExactly("{\"order-number\":\"7\"}"));
        }
    }
}
