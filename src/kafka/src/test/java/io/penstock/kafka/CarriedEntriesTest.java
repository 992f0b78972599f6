package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.StoredMessage;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.journal.CarrierKey;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages with entries are single records of Kafka, and nothing of them is lost when the journal does not say it. */
class CarriedEntriesTest {

    private final String name = TestKafka.uniqueName();
    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));

    /** With so long a lease, the journal says nothing by itself before the test is over. */
    private final KafkaOptions options =
            KafkaEngines.options(name).lease(Duration.ofMinutes(10)).build();

    private Broker broker = open();

    CarriedEntriesTest() {
        broker.declare(Destination.queue("q").build());
        broker.declare(Destination.queue("out").build());
    }

    private Broker open() {
        return EngineInstance.open(options).awaitOwner().alone();
    }

    private void reopen() {
        broker.close();
        broker = open();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static Message message(String id) {
        return Message.to("q").id(id).body(id).header("h", "v").build();
    }

    private List<StoredMessage> all(String queue) {
        return broker.browse(BrowseRequest.all(queue, 100).build());
    }

    private List<Long> offsets(String queue) {
        return all(queue).stream().map(StoredMessage::offset).toList();
    }

    private Delivery receive() throws InterruptedException {
        var consumer = broker.consume(ConsumerOptions.ofQueue("q", "test").build());
        return consumer.receive(KafkaEngines.PATIENCE).orElseThrow();
    }

    @Test
    void shouldWriteAMessageWithAnIdAsOneRecordAndKnowItAgain() {
        for (int i = 0; i < 3; i++) {
            broker.send(message("m" + i));
        }
        assertThat(offsets("q")).as("without a mark between them").containsExactly(0L, 1L, 2L);

        reopen();
        for (int i = 0; i < 3; i++) {
            broker.send(message("m" + i));
        }

        assertThat(offsets("q")).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldShowConsumersNothingOfWhatAMessageCarries() {
        broker.send(message("m"));
        reopen(); // Now it is read from Kafka.

        assertThat(all("q").get(0).message().headers())
                .extracting(Headers.Header::name)
                .containsExactly("h");
    }

    @Test
    void shouldKnowTheNumbersOfAProducerAgain() {
        var producer = broker.producer(ProducerOptions.of("p").build());
        producer.send(0, Message.to("q").body("one").build());
        producer.send(1, Message.to("q").body("two").build());
        reopen();
        producer = broker.producer(ProducerOptions.of("p").build());
        producer.send(1, Message.to("q").body("two").build());
        producer.send(2, Message.to("q").body("three").build());

        assertThat(all("q")).extracting(each -> each.message().bodyText()).containsExactly("one", "two", "three");
    }

    @Test
    void shouldSettleOneMessageAndSendAnotherInOneRecord() throws Exception {
        broker.send(message("m"));
        var delivery = receive();
        try (var transaction = broker.begin()) {
            transaction.accept(delivery);
            transaction.send(Message.to("out").body("moved").build());
            transaction.commit();
        }
        reopen();

        assertThat(broker.statistics("q").depth()).isZero();
        assertThat(offsets("out")).containsExactly(0L);
    }

    @Test
    void shouldWriteADeadLetterWithTheSettlementOfItsOriginal() throws Exception {
        broker.send(message("m"));
        receive().reject(DeadLetterReason.REJECTED, "broken", null);
        reopen();

        assertThat(broker.statistics("q").depth()).isZero();
        assertThat(DeadLetterRecord.of(all("q.dlq").get(0).message())
                        .orElseThrow()
                        .description())
                .isEqualTo("broken");
    }

    @Test
    void shouldTakeWhatSomebodyElseMadeUpForAMessage() throws Exception {
        broker.send(message("m"));
        var topic = new TopicPartition(name + "-q", 0);
        try (var foreign = clients.producer()) {
            var forged = new ProducerRecord<>(topic.topic(), 0, new byte[0], "x".getBytes(StandardCharsets.UTF_8));
            try (var reader = clients.reader()) {
                reader.assign(List.of(topic));
                reader.seekToBeginning(List.of(topic));
                var mine = reader.poll(KafkaEngines.PATIENCE).iterator().next();
                var header =
                        mine.headers().lastHeader(CarrierKey.HEADER).value().clone();
                header[header.length - 1]++;
                forged.headers().add(CarrierKey.HEADER, header);
            }
            foreign.send(forged).get();
        }
        reopen();

        assertThat(all("q")).extracting(each -> each.message().bodyText()).containsExactly("m", "x");
        assertThat(all("q").get(1).message().headers()).isEmpty();
    }
}
