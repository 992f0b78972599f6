package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Names that are as long as they may be, and what is made of them. */
class LongNamesTest {

    @TempDir
    Path directory;

    private EmbeddedBroker open() {
        return EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS), new ManualClock());
    }

    private static void reject(EmbeddedBroker broker, ConsumerOptions options, Message message)
            throws InterruptedException {
        var deliveries = new LinkedBlockingQueue<Delivery>();
        try (var consumer = broker.consume(options, deliveries::addAll)) {
            consumer.request(1);
            broker.send(message);
            deliveries.poll(Patience.SECONDS, TimeUnit.SECONDS).reject(DeadLetterReason.REJECTED, "no", null);
        }
    }

    private static void assertLetter(EmbeddedBroker broker, String queue) {
        assertThat(queue).hasSizeLessThanOrEqualTo(Destination.MAX_NAME_LENGTH).endsWith(".dlq");
        await().until(() -> broker.destination(queue).isPresent());
        var letters = broker.browse(BrowseRequest.waiting(queue, 10).build());
        assertThat(letters).hasSize(1);
        assertThat(DeadLetterRecord.of(letters.get(0).message())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {245, 246, Destination.MAX_NAME_LENGTH})
    void shouldWriteDeadLettersOfAQueueWithALongName(int length) throws InterruptedException {
        String name = "q".repeat(length);
        String letters = DeadLetterPolicy.DEFAULT.queueFor(name, name);
        try (var broker = open()) {
            broker.declare(Destination.queue(name).build());
            reject(
                    broker,
                    ConsumerOptions.ofQueue(name, "c").build(),
                    Message.to(name).build());
            assertLetter(broker, letters);
        }
        try (var broker = open()) {
            assertLetter(broker, letters);
        }
    }

    @Test
    void shouldWriteDeadLettersOfALongTopicAndALongSubscription() throws InterruptedException {
        String topic = "t".repeat(200);
        String subscription = "s".repeat(200);
        try (var broker = open()) {
            broker.declare(Destination.topic(topic).build());
            broker.declare(Subscription.ofTopic(topic, subscription).build());
            reject(
                    broker,
                    ConsumerOptions.ofTopic(topic, subscription, "c").build(),
                    Message.to(topic).build());
            assertLetter(broker, DeadLetterPolicy.DEFAULT.queueFor(topic, subscription));
        }
    }

    @Test
    void shouldShortenDifferentNamesDifferently() {
        String topic = "t".repeat(240);
        assertThat(DeadLetterPolicy.DEFAULT.queueFor(topic, "subscription-1"))
                .isNotEqualTo(DeadLetterPolicy.DEFAULT.queueFor(topic, "subscription-2"))
                .isEqualTo(DeadLetterPolicy.DEFAULT.queueFor(topic, "subscription-1"));
        assertThat(DeadLetterPolicy.DEFAULT.queueFor("orders", "orders")).isEqualTo("orders.dlq");
    }
}
