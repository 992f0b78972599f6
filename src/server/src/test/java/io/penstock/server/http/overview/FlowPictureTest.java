package io.penstock.server.http.overview;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.server.http.overview.FlowView.Edge;
import io.penstock.server.http.overview.FlowView.Node;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class FlowPictureTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private Broker broker;
    private OverviewSampler sampler;

    @BeforeEach
    void open() {
        var engine = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), clock);
        broker = new CountingBroker(engine, new SenderCounts().sender("application", "shop"));
        sampler = new OverviewSampler(
                broker, clock, () -> clock.millis() * 1_000_000, new ServerState(broker, directory));
        sampler.sample();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private FlowView drawnAfter(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        sampler.sample();
        return new FlowPicture(broker, sampler.looks()).draw(sampler.senders());
    }

    private static void send(Broker by, String destination, int number) {
        for (int i = 0; i < number; i++) {
            by.send(Message.to(destination).body("x").build());
        }
    }

    @Test
    void shouldDrawWhoSendsWhereAndWhoReadsIt() throws Exception {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Destination.queue("orders.dlq").build());
        send(broker, "orders", 3);
        send(CountingBroker.as(broker, "http", "ada"), "orders", 4);
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("orders", "packer").build())) {
            var deliveries = consumer.receive(6, PATIENCE);
            for (int i = 0; i < 3; i++) {
                deliveries.get(i).accept();
            }
            deliveries.get(3).reject(DeadLetterReason.REJECTED, "no", null);
            int handedOut = deliveries.size();
            var picture = drawnAfter(1);

            assertThat(picture.nodes())
                    .extracting(Node::id)
                    .containsExactlyInAnyOrder(
                            "destination:orders",
                            "destination:orders.dlq",
                            "sender:application/shop",
                            "sender:http/ada",
                            "consumer:orders/orders/packer");
            assertThat(picture.edges())
                    .containsExactlyInAnyOrder(
                            new Edge("sender:http/ada", "destination:orders", "sends", 4.0),
                            new Edge("sender:application/shop", "destination:orders", "sends", 3.0),
                            new Edge(
                                    "destination:orders", "consumer:orders/orders/packer", "reads", (double) handedOut),
                            new Edge("destination:orders", "destination:orders.dlq", "dead-letter", 1.0));
            assertThat(picture.cut()).isFalse();
        }
    }

    @Test
    void shouldDrawTheSubscriptionsOfATopic() throws Exception {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "billing")
                .deadLetter(DeadLetterPolicy.builder().discard(true).build())
                .build());
        // A subscription may be named like its topic, and is one of its own all the same.
        broker.declare(Subscription.ofTopic("prices", "prices").build());
        send(broker, "prices", 2);
        try (var consumer = broker.consume(
                ConsumerOptions.ofTopic("prices", "billing", "biller").build())) {
            consumer.receive(PATIENCE).orElseThrow().accept();
            var picture = drawnAfter(2);

            assertThat(picture.edges())
                    .contains(
                            new Edge("destination:prices", "subscription:prices/billing", "reads", 0.5),
                            new Edge("destination:prices", "subscription:prices/prices", "reads", 0.0))
                    .anyMatch(edge -> edge.from().equals("subscription:prices/billing")
                            && edge.to().equals("consumer:prices/billing/biller"));
            assertThat(picture.nodes())
                    .filteredOn(node -> node.id().equals("subscription:prices/billing"))
                    .extracting(Node::waiting)
                    .containsExactly(1L);
        }
    }

    @Test
    void shouldDrawTheWaysOfAnExchangeAndTheSendersOfSchedules() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Destination.queue("rest").build());
        broker.declare(Destination.exchange("others", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("others", "rest").build());
        broker.declare(Destination.exchange(
                        "events",
                        Exchange.of(ExchangeType.PATTERN).alternate("others").build())
                .build());
        broker.bind(Binding.of("events", "a.#", "orders").build());
        broker.bind(Binding.of("events", "b.#", "orders").build());
        broker.schedule(Schedule.every(
                        "nightly",
                        Duration.ofDays(1),
                        Message.to("events").body("x").build())
                .build());
        var picture = drawnAfter(1);

        assertThat(picture.edges())
                .containsExactlyInAnyOrder(
                        new Edge("sender:schedule/nightly", "destination:events", "sends", null),
                        new Edge("destination:events", "destination:orders", "binding", null),
                        new Edge("destination:events", "destination:others", "forward", null),
                        new Edge("destination:others", "destination:rest", "binding", null));
    }

    @Test
    void shouldShowASenderThatHasStoppedAndForgetItLater() {
        broker.declare(Destination.queue("orders").build());
        send(broker, "orders", 1);
        assertThat(drawnAfter(1).edges()).extracting(Edge::rate).containsExactly(1.0);
        assertThat(drawnAfter(1).edges()).extracting(Edge::rate).containsExactly(0.0);
        for (int round = 0; round <= SenderRates.IDLE_ROUNDS; round++) {
            sampler.sample();
        }

        assertThat(drawnAfter(1).edges()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsUsedLeastAndStayBelowALimit() throws Exception {
        var name = "x".repeat(200);
        for (int i = 0; i < FlowPicture.MAX_DESTINATIONS + 50; i++) {
            broker.declare(Destination.queue(name + i).build());
        }
        for (int i = 0; i < FlowPicture.MAX_DESTINATIONS; i++) {
            send(CountingBroker.as(broker, "jms", "\u0001".repeat(100) + i), name + i, 1);
        }
        send(broker, name + (FlowPicture.MAX_DESTINATIONS + 49), 5);
        var picture = drawnAfter(1);

        assertThat(picture.cut()).isTrue();
        assertThat(picture.nodes().get(0).name()).isEqualTo(name + (FlowPicture.MAX_DESTINATIONS + 49));
        assertThat(picture.edges().get(0).rate()).isEqualTo(5.0);
        var ids = picture.nodes().stream().map(Node::id).toList();
        assertThat(picture.edges()).allMatch(edge -> ids.contains(edge.from()) && ids.contains(edge.to()));
        assertThat(new ObjectMapper().writeValueAsBytes(picture).length).isLessThan(256 << 10);
    }
}
