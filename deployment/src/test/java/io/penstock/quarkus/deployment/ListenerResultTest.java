package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.connector.PenstockRequestReply;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.SendTo;
import io.penstock.spi.CountingBroker;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Results of listener methods that are sent on, or are replies. */
class ListenerResultTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Order.class, Payment.class)
            .overrideRuntimeConfigKey("payments.queue", "payments");

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    @Inject
    Bean bean;

    @Test
    void shouldSendTheResultOnWithKeyAndCorrelation() {
        var receipt = broker.send(Message.to("orders")
                .key("c1")
                .body("{\"id\": \"o1\", \"amount\": 3}")
                .build());
        var payment = only("payments");
        assertThat(payment.bodyText()).isEqualTo("{\"order\":\"o1\",\"cents\":300}");
        assertThat(payment.keyText()).isEqualTo("c1");
        assertThat(payment.headers().get("content-type")).isEqualTo("application/json");
        assertThat(payment.headers().get(PenstockRequestReply.CORRELATION_ID)).isEqualTo(receipt.messageId());
    }

    @Test
    void shouldHaveResultsCountedForTheListener() {
        var counts = CountingBroker.counts(broker).orElseThrow();
        counts.begin();
        broker.send(Message.to("orders").body("{\"id\": \"o2\", \"amount\": 3}").build());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(in("payments")).anyMatch(body -> body.contains("o2")));
        var counted = new HashSet<String>();
        counts.forEach((door, name, destination, sent) -> counted.add(door + ">" + destination));
        assertThat(counted).contains("application>orders", "listener>payments");
        broker.operations().purge("payments", null, "test");
    }

    @Test
    void shouldReplyToWhoeverAsksWithTheCorrelationId() throws InterruptedException {
        try (var replies = broker.temporary(DestinationKind.QUEUE);
                var consumer = broker.consume(
                        ConsumerOptions.ofQueue(replies.destination().name(), "test")
                                .build())) {
            broker.send(Message.to("questions")
                    .header(
                            PenstockRequestReply.REPLY_TO,
                            "queue:" + replies.destination().name())
                    .header(PenstockRequestReply.CORRELATION_ID, "q7")
                    .body("how much")
                    .build());
            var reply = consumer.receive(PATIENCE).orElseThrow();
            assertThat(reply.message().bodyText()).isEqualTo("how much?");
            assertThat(reply.message().headers().get(PenstockRequestReply.CORRELATION_ID))
                    .isEqualTo("q7");
            reply.accept();
        }
    }

    @Test
    void shouldAnswerARequestOfJakartaMessaging() throws JMSException {
        try (var own = factory.createContext()) {
            var replies = own.createTemporaryQueue();
            var request = own.createTextMessage("when");
            request.setJMSReplyTo(replies);
            own.createProducer().send(own.createQueue("questions"), request);
            try (var consumer = own.createConsumer(replies)) {
                var reply = consumer.receive(PATIENCE.toMillis());
                assertThat(reply.getBody(String.class)).isEqualTo("when?");
                assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
            }
        }
    }

    @Test
    void shouldAcceptWhatCannotBeAnswered() {
        broker.send(Message.to("questions").body("nobody asks").build());
        broker.send(Message.to("questions")
                .header(PenstockRequestReply.REPLY_TO, "queue:gone")
                .body("gone")
                .build());
        await().untilAsserted(() -> assertThat(
                        broker.browse(BrowseRequest.waiting("questions", 10).build()))
                .isEmpty());
        assertThat(in("questions.dlq")).isEmpty();
    }

    @Test
    void shouldSendNothingForNull() {
        broker.send(Message.to("filtered").body("drop").build());
        broker.send(Message.to("filtered").body("keep").build());
        assertThat(only("kept").bodyText()).isEqualTo("keep");
    }

    @Test
    void shouldSendMessagesWhereTheySay() {
        broker.send(Message.to("split").body("a b").build());
        assertThat(only("a").bodyText()).isEqualTo("a");
        assertThat(only("b").bodyText()).isEqualTo("b");
    }

    @Test
    void shouldSendAResultForEachMessageOfABatch() {
        List.of("1", "2", "3")
                .forEach(body -> broker.send(Message.to("numbers").body(body).build()));
        await().untilAsserted(() -> assertThat(in("doubled")).containsExactlyInAnyOrder("2", "6"));
    }

    @Test
    void shouldSendNothingWhenTheResultCannotBeAcceptedWithItsMessage() {
        broker.send(Message.to("unsendable").body("x").build());
        await().untilAsserted(() -> assertThat(in("unsendable.dlq")).containsExactly("x"));
        assertThat(bean.runs).as("runs with its retry").hasValue(2);
        assertThat(in("never")).isEmpty();
    }

    private Message only(String queue) {
        await().untilAsserted(() -> assertThat(in(queue)).hasSize(1));
        return broker.browse(BrowseRequest.waiting(queue, 10).build()).get(0).message();
    }

    /** The bodies in a queue, which has none before it exists. */
    private List<String> in(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                        .map(stored -> stored.message().bodyText())
                        .toList();
    }

    record Order(String id, int amount) {}

    record Payment(String order, int cents) {}

    @Singleton
    static class Bean {

        final AtomicInteger runs = new AtomicInteger();

        @QueueListener("orders")
        @SendTo("${payments.queue}")
        Payment pay(Order order) {
            return new Payment(order.id(), order.amount() * 100);
        }

        @QueueListener("questions")
        Uni<String> answer(String question) {
            return Uni.createFrom().item(question + "?");
        }

        @QueueListener("filtered")
        @SendTo("kept")
        String filter(String body) {
            return body.equals("keep") ? body : null;
        }

        @QueueListener("split")
        List<Message> split(String body) {
            return List.of(
                    Message.to("a").body(body.substring(0, 1)).build(),
                    Message.to("b").body(body.substring(2)).build());
        }

        @QueueListener("a-source")
        @SendTo("a")
        String declaresA(String body) {
            return body;
        }

        @QueueListener("b-source")
        @SendTo("b")
        String declaresB(String body) {
            return body;
        }

        @QueueListener("numbers")
        @SendTo("doubled")
        List<Integer> twice(List<String> numbers) {
            return numbers.stream()
                    .map(Integer::valueOf)
                    .map(number -> number == 2 ? null : 2 * number)
                    .toList();
        }

        @QueueListener("unsendable")
        @Retry(maxRetries = 1, delay = 1, jitter = 0)
        List<Message> unsendable(String body) {
            runs.incrementAndGet();
            return List.of(
                    Message.to("never").body("first").build(),
                    Message.to("nowhere").body("second").build());
        }

        @QueueListener("never-source")
        @SendTo("never")
        String declaresNever(String body) {
            return body;
        }
    }
}
