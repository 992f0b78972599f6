package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What lies in Kafka, and what becomes of it when the log is opened again. */
class KafkaLogTest {

    private final String name = TestKafka.uniqueName();
    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    private KafkaOptions.Builder options = KafkaEngines.options(name);
    private Broker broker = open();

    private Broker open() {
        return EngineInstance.open(options.build()).awaitOwner().alone();
    }

    private void reopen() {
        broker.close();
        broker = open();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static Message message(String body) {
        return Message.to("q").body(body).build();
    }

    private void declareQueue() {
        broker.declare(Destination.queue("q").build());
    }

    private List<StoredMessage> browse() {
        return broker.browse(BrowseRequest.waiting("q", 1_000).build());
    }

    private List<String> bodies() {
        return browse().stream().map(each -> each.message().bodyText()).toList();
    }

    private List<Long> offsets() {
        return browse().stream().map(StoredMessage::offset).toList();
    }

    private void accept(int count) throws InterruptedException {
        try (var consumer = broker.consume(ConsumerOptions.ofQueue("q", "test").build())) {
            for (int i = 0; i < count; i++) {
                consumer.receive(KafkaEngines.PATIENCE).ifPresent(Delivery::accept);
            }
        }
    }

    private void sendTogether(String... bodies) {
        broker.sendAll(List.of(bodies).stream().map(KafkaLogTest::message).toList());
    }

    @Test
    void shouldKeepEachMessageAsARecordThatAnyClientCanRead() {
        declareQueue();
        broker.send(Message.to("q").key("k").body("a").header("h", "v").build());
        sendTogether("b", "c");

        try (var reader = clients.reader()) {
            var topic = new TopicPartition(name + "-q", 0);
            reader.assign(List.of(topic));
            reader.seekToBeginning(List.of(topic));
            var values = new ArrayList<String>();
            Awaitility.await().atMost(KafkaEngines.PATIENCE).pollInSameThread().until(() -> {
                for (var record : reader.poll(Duration.ofMillis(100))) {
                    values.add(new String(record.value(), StandardCharsets.UTF_8));
                    if (record.offset() == 0) {
                        assertThat(record.key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
                        assertThat(record.headers().lastHeader("h")).isNotNull();
                    }
                }
                return values.size() >= 3;
            });
            assertThat(values).containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldHaveTheSameOffsetsAndCountsAfterwards() throws InterruptedException {
        declareQueue();
        broker.send(message("a"));
        sendTogether("b", "c");
        broker.send(message("d"));
        sendTogether("e", "f");
        accept(2);
        var before = offsets();
        assertThat(before)
                .as("where the marks of the transactions lie is Kafka's affair")
                .hasSize(4)
                .isSorted();

        reopen();

        assertThat(offsets()).isEqualTo(before);
        assertThat(bodies()).containsExactly("c", "d", "e", "f");
        assertThat(broker.statistics("q").depth()).isEqualTo(4);
        broker.send(message("g"));
        assertThat(bodies()).containsExactly("c", "d", "e", "f", "g");
        assertThat(broker.statistics("q").depth()).isEqualTo(5);
    }

    @Test
    void shouldHandOutWhatAnotherProducerWroteBetweenOurs() {
        declareQueue();
        broker.send(message("a"));
        sendTogether("b", "c");
        try (var producer = clients.producer()) {
            producer.send(new ProducerRecord<>(name + "-q", 0, null, "other".getBytes(StandardCharsets.UTF_8)));
        }
        broker.send(message("d"));

        assertThat(bodies()).containsExactly("a", "b", "c", "other", "d");
        assertThat(broker.statistics("q").depth()).isEqualTo(5);
        try (var producer = clients.producer()) {
            producer.send(new ProducerRecord<>(name + "-q", 0, null, "last".getBytes(StandardCharsets.UTF_8)));
        }
        sendTogether("e", "f");
        assertThat(bodies()).containsExactly("a", "b", "c", "other", "d", "last", "e", "f");
        reopen();

        assertThat(bodies()).containsExactly("a", "b", "c", "other", "d", "last", "e", "f");
        assertThat(broker.statistics("q").depth()).isEqualTo(8);
    }

    @Test
    void shouldGoOnFromASnapshotAndLetTheJournalBeforeItGo() throws Exception {
        broker.close();
        options = options.snapshotFrames(10);
        broker = open();
        declareQueue();
        for (int i = 0; i < 40; i++) {
            sendTogether("a" + i, "b" + i);
            accept(1);
        }
        var before = bodies();
        assertThat(before).hasSize(40);
        var journal = new TopicPartition(name + ".main.journal", 0);
        try (var admin = clients.admin()) {
            Awaitility.await()
                    .atMost(KafkaEngines.PATIENCE)
                    .until(() -> admin.listOffsets(Map.of(journal, OffsetSpec.earliest()))
                                    .all()
                                    .get()
                                    .get(journal)
                                    .offset()
                            > 0);
        }
        broker.send(message("last"));

        reopen();

        assertThat(bodies()).startsWith(before.toArray(String[]::new)).endsWith("last");
        assertThat(broker.statistics("q").depth()).isEqualTo(41);
        accept(41);
        assertThat(broker.statistics("q").depth()).isZero();
    }

    @Test
    void shouldKeepAnAppendTogetherThatIsLargerThanALineOfTheJournal() {
        broker.declare(Destination.topic("t").partitions(1).build());
        var filter = "h = '" + "x".repeat(10_000) + "'";
        IntStream.range(0, 60)
                .forEach(i -> broker.declare(Subscription.ofTopic("t", "s" + i)
                        .filter(filter + " OR i = " + i)
                        .build()));
        broker.send(Message.to("t").body("a").build());

        reopen();

        assertThat(broker.subscriptions("t")).hasSize(60);
    }

    @Test
    void shouldLeaveNothingOfTemporaryDestinationsInKafka() throws Exception {
        var temporary = broker.temporary(DestinationKind.QUEUE);
        var queue = temporary.destination().name();
        broker.send(Message.to(queue).body("a").build());
        broker.sendAll(List.of(
                Message.to(queue).body("b").build(), Message.to(queue).body("c").build()));

        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "test").build())) {
            for (var body : List.of("a", "b", "c")) {
                var delivery = consumer.receive(KafkaEngines.PATIENCE).orElseThrow();
                assertThat(delivery.message().bodyText()).isEqualTo(body);
                delivery.accept();
            }
        }
        try (var admin = clients.admin()) {
            assertThat(admin.listTopics().names().get())
                    .filteredOn(topic -> topic.startsWith(name))
                    .containsExactlyInAnyOrder(name + ".main.journal", name + ".main.snapshots");
        }
    }

    @Test
    void shouldHaveNothingOfADestinationThatWasDeletedAndDeclaredAgain() throws InterruptedException {
        for (var body : List.of("a", "b", "c")) {
            declareQueue();
            sendTogether(body, body);
            broker.send(message(body));

            assertThat(bodies()).containsExactly(body, body, body);
            accept(1);
            broker.operations().delete("q", true, "test");
        }
        declareQueue();
        broker.send(message("last"));
        reopen();

        assertThat(bodies()).containsExactly("last");
    }

    @Test
    void shouldDeclareNothingBeforeItsPartitionsAreServed() throws Exception {
        var impatient = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "retries", "0"));
        try (var admin = impatient.admin()) {
            for (int i = 0; i < 10; i++) {
                var queue = "served" + i;
                broker.declare(Destination.queue(queue).partitions(50).build());

                var all = IntStream.range(0, 50)
                        .mapToObj(each -> new TopicPartition(name + "-" + queue, each))
                        .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
                assertThat(admin.listOffsets(all).all().get()).hasSize(50);
            }
        }
    }

    @Test
    void shouldRefuseTheAppendAloneThatItsTopicDoesNotTake() throws Exception {
        declareQueue();
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, name + "-q");
        try (var admin = clients.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "300000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        var large = "x".repeat(400_000);

        // The broker hears of the setting some time after it has taken it.
        Awaitility.await()
                .atMost(KafkaEngines.PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> broker.send(message(large)))
                        .hasMessageContaining("max.message.bytes"));
        assertThatThrownBy(() -> sendTogether("a", large)).hasMessageContaining("max.message.bytes");
        sendTogether("b", "c");
        broker.send(message("d"));

        assertThat(bodies()).filteredOn(body -> !body.equals(large)).containsExactly("b", "c", "d");
    }

    @Test
    void shouldNotServeIfKafkaHasLostWhatItHadAcknowledged() throws Exception {
        declareQueue();
        sendTogether("a", "b");
        broker.close();
        try (var admin = clients.admin()) {
            admin.deleteTopics(List.of(name + "-q")).all().get();
            Awaitility.await()
                    .atMost(KafkaEngines.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.createTopics(List.of(new NewTopic(name + "-q", 1, (short) 1)
                                            .configs(Map.of(
                                                    "message.timestamp.after.max.ms",
                                                    "" + Long.MAX_VALUE,
                                                    "max.message.bytes",
                                                    "2000000",
                                                    "retention.ms",
                                                    "-1"))))
                                    .all()
                                    .get()
                            == null);
        }

        try (var next = EngineInstance.open(options.build())) {
            Awaitility.await()
                    .atMost(KafkaEngines.PATIENCE)
                    .until(() -> next.candidate().problem() != null);
            assertThat(next.candidate().problem())
                    .hasMessageContaining("lost records")
                    .hasMessageContaining(name + "-q")
                    .hasMessageContaining("ends at offset 0");
            assertThat(next.state()).isEqualTo(CellState.STANDBY);
        }
    }
}
