package io.penstock.quarkus.deployment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.TypedSender;
import io.penstock.listener.QueueListener;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.SendsTo;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Senders of objects, injected by the name of their destination. */
class TypedSenderTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(
                    Shop.class, Order.class, Shape.class, Circle.class, Loop.class, Customizer.class)
            .overrideRuntimeConfigKey("invoices.queue", "invoices-of-2026")
            .overrideRuntimeConfigKey("penstock.destinations.routed.kind", "exchange")
            .overrideRuntimeConfigKey("penstock.destinations.routed.exchange.type", "fanout")
            .overrideRuntimeConfigKey("penstock.destinations.routed.exchange.bindings[0].destination", "only-sent-to");

    @Inject
    Broker broker;

    @Inject
    Shop shop;

    @Test
    void shouldSendAnObjectAsTheMapperOfTheApplicationWritesItWhileTheApplicationStarts() {
        await().untilAsserted(() -> assertThat(shop.orders).containsExactly(new Order("o1", 7)));
        assertThat(shop.bodies).containsExactly("{\"order_id\":\"o1\",\"total_amount\":7}");
    }

    @Test
    void shouldDeclareAQueueUnlessSomethingElseSaysWhatTheDestinationIs() {
        assertThat(kind("invoices-of-2026")).isEqualTo(DestinationKind.QUEUE);
        assertThat(kind("prices")).isEqualTo(DestinationKind.TOPIC);
        assertThat(broker.destination("routed").orElseThrow().isExchange()).isTrue();
        assertThat(kind("only-sent-to")).as("a binding may name it").isEqualTo(DestinationKind.QUEUE);
    }

    @Test
    void shouldSayInEachElementOfAListOfWhichClassItIs() {
        shop.shapes.get().send(List.of(new Circle(2)));

        assertThat(stored("shapes").bodyText()).isEqualTo("[{\"@type\":\"circle\",\"radius\":2}]");
    }

    @Test
    void shouldSendTextAsItIsWithWhatTheMessageIsToHaveBesides() {
        var receipt = shop.invoices.send("paid", message -> message.key("Ada"));

        var stored = stored("invoices-of-2026");
        assertThat(stored.id()).isEqualTo(receipt.messageId());
        assertThat(stored.bodyText()).isEqualTo("paid");
        assertThat(stored.headers().get(TypedSender.CONTENT_TYPE)).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void shouldSendObjectsThroughTheBrokerWithTheSameCodec() {
        broker.declare(io.penstock.Destination.queue("untyped").build());
        broker.send("untyped", new Order("o2", 1));

        assertThat(stored("untyped").bodyText()).isEqualTo("{\"order_id\":\"o2\",\"total_amount\":1}");
    }

    @Test
    void shouldRefuseWhatCannotBeWritten() {
        var loop = new Loop();
        loop.self = loop;
        assertThatThrownBy(() -> shop.loops.send(loop))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("Loop for 'loops' cannot be written as application/json");
    }

    private DestinationKind kind(String destination) {
        return broker.destination(destination).orElseThrow().kind();
    }

    private Message stored(String destination) {
        var messages = broker.browse(BrowseRequest.all(destination, 10).build());
        assertThat(messages).hasSize(1);
        return messages.get(0).message();
    }

    record Order(String orderId, int totalAmount) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Shape {}

    @JsonTypeName("circle")
    record Circle(int radius) implements Shape {}

    static class Loop {
        public Loop self;
    }

    /** Needs the broker itself, which needs the codec. */
    @Singleton
    static class Customizer implements ObjectMapperCustomizer {

        @Inject
        Broker broker;

        @Override
        public void customize(ObjectMapper mapper) {
            assertThat(broker.health().isRunning()).isTrue();
            mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }

    @Singleton
    static class Shop {

        final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();

        @SendsTo("${invoices.queue}")
        TypedSender<String> invoices;

        @Inject
        @SendsTo("shapes")
        Instance<TypedSender<List<Shape>>> shapes;

        @Inject
        @SendsTo("loops")
        TypedSender<Loop> loops;

        @Inject
        @SendsTo("prices")
        TypedSender<byte[]> prices;

        @Inject
        @SendsTo("routed")
        TypedSender<Order[]> routed;

        @Inject
        @SendsTo("only-sent-to")
        TypedSender<Object> bound;

        private final TypedSender<Order> sender;

        @Inject
        Shop(@SendsTo("orders") TypedSender<Order> sender) {
            this.sender = sender;
        }

        void start(@Observes @Priority(1) StartupEvent event) {
            sender.send(new Order("o1", 7));
        }

        @QueueListener("orders")
        void order(Order order, Message message) {
            orders.add(order);
            bodies.add(message.bodyText());
        }

        @TopicListener(value = "prices", subscription = "audit")
        void price(byte[] price) {}
    }
}
