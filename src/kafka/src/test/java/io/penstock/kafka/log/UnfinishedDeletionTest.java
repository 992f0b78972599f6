package io.penstock.kafka.log;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.kafka.cluster.TestKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Topics of destinations that were deleted just before their owner ended. */
class UnfinishedDeletionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = TestKafka.uniqueName();
    private final Admin admin = CellEngine.CLIENTS.admin();

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    private Set<String> topics() throws Exception {
        return admin.listTopics().names().get();
    }

    private void create(String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        Awaitility.await().atMost(PATIENCE).until(() -> topics().contains(topic));
    }

    /** Deletes one of two queues, and ends before its topic is deleted. */
    private void endEarly(int snapshotFrames) throws Exception {
        var choice = CellEngine.Choice.USUAL.withSnapshotFrames(snapshotFrames);
        try (var engine = CellEngine.open(name, choice)) {
            for (var queue : List.of("kept", "deleted")) {
                engine.broker().declare(Destination.queue(queue).build());
                engine.broker().send(Message.to(queue).body("a").build());
            }
        }
        try (var engine = next()) {
            engine.loseAdmin();
            engine.broker().operations().delete("deleted", true, "test");
        }
        assertThat(topics()).contains(name + "-kept", name + "-deleted");
    }

    private CellEngine next() {
        return CellEngine.open(name, CellEngine.Choice.USUAL);
    }

    @Test
    void shouldBeDeletedByTheNextOwnerAndNoneBesideThem() throws Exception {
        create(name + "-others");
        endEarly(Integer.MAX_VALUE);

        try (var engine = next()) {
            Awaitility.await().atMost(PATIENCE).until(() -> !topics().contains(name + "-deleted"));
            engine.broker().send(Message.to("kept").body("b").build());
        }

        assertThat(topics()).contains(name + "-kept", name + "-others");
    }

    @Test
    void shouldBeKnownFromASnapshot() throws Exception {
        endEarly(1);

        try (var engine = next()) {
            Awaitility.await().atMost(PATIENCE).until(() -> !topics().contains(name + "-deleted"));
            assertThat(engine.broker().statistics("kept").depth()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotBeConfusedWithATopicThatHasTheNameSince() throws Exception {
        endEarly(Integer.MAX_VALUE);
        admin.deleteTopics(List.of(name + "-deleted")).all().get();
        Awaitility.await().atMost(PATIENCE).until(() -> !topics().contains(name + "-deleted"));
        create(name + "-deleted");

        // What the next owner begins at its opening is over when the one behind it has nothing to do.
        next().close();
        try (var engine = next()) {
            engine.broker().declare(Destination.queue("more").build());
            assertThat(engine.broker().destination("deleted")).isEmpty();
        }

        assertThat(topics()).contains(name + "-deleted");
    }
}
