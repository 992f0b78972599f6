package io.penstock.kafka.topic;

import io.penstock.PenstockException.InvalidConfiguration;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.kafka.cluster.TestKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.DeleteTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static io.penstock.kafka.topic.TopicFixture.CHECKED_ONLY;
import static io.penstock.kafka.topic.TopicFixture.LIMIT;
import static io.penstock.kafka.topic.TopicFixture.POLICY;
import static io.penstock.kafka.topic.TopicFixture.await;
import static io.penstock.kafka.topic.TopicFixture.events;
import static io.penstock.kafka.topic.TopicFixture.plan;
import static io.penstock.kafka.topic.TopicFixture.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final TopicFixture kafka = new TopicFixture();
    private final Topics topics = kafka.topics(POLICY);
    private final String orders = kafka.prefix + "orders";

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldMakeATopicThatTakesWhatTheEngineWrites() throws Exception {
        await(topics.provision(queue("orders"), 3));

        assertThat(kafka.partitions(orders)).isEqualTo(3);
        assertThat(kafka.setting(orders, "unclean.leader.election.enable")).isEqualTo("false");
        assertThat(kafka.setting(orders, "message.timestamp.type")).isEqualTo("CreateTime");
        assertThat(kafka.setting(orders, "min.insync.replicas")).isEqualTo("1");
        assertThat(kafka.setting(orders, "max.message.bytes")).isEqualTo("" + (2 << 20));
        assertThat(kafka.setting(orders, "cleanup.policy")).isEqualTo("delete");
        assertThat(kafka.setting(orders, "retention.ms")).isEqualTo("-1");
        long inTenYears = System.currentTimeMillis() + Duration.ofDays(3_650).toMillis();
        assertThat(kafka.send(orders, 2, inTenYears)).isZero();
        assertThat(kafka.send(orders, 2, 0)).isEqualTo(1);
    }

    @Test
    void shouldGiveATopicMorePartitionsAndTakeNoneBack() throws Exception {
        await(topics.provision(queue("orders"), 2));
        kafka.send(orders, 1, 0);

        await(topics.provision(queue("orders"), 2));
        assertThat(kafka.partitions(orders)).isEqualTo(2);
        await(topics.provision(queue("orders"), 5));
        assertThat(kafka.partitions(orders)).isEqualTo(5);
        await(topics.provision(queue("orders"), 3));
        assertThat(kafka.partitions(orders)).isEqualTo(5);
        assertThat(kafka.end(orders, 1)).isEqualTo(1);
    }

    @Test
    void shouldHaveRecordsKeptAsTheDestinationSays() throws Exception {
        long dayAndNotice = DAY.plus(TopicSettings.NOTICE).toMillis();
        await(topics.provision(events("orders", DAY, 1 << 20, false), 1));
        awaitSetting(orders, "retention.ms", "" + dayAndNotice);
        awaitSetting(orders, "retention.bytes", "" + (1 << 20));

        await(topics.provision(events("orders", DAY, 1 << 20, true), 1));
        awaitSetting(orders, "retention.ms", "-1");
        awaitSetting(orders, "retention.bytes", "-1");

        await(topics.provision(plan("orders", 0, CleanupPolicy.COMPACT, null, 0, true), 1));
        awaitSetting(orders, "cleanup.policy", "compact");
        awaitSetting(orders, "delete.retention.ms", "" + DAY.toMillis());

        await(topics.provision(plan("orders", 0, CleanupPolicy.COMPACT, DAY, 0, false), 1));
        awaitSetting(orders, "cleanup.policy", "compact,delete");
        awaitSetting(orders, "retention.ms", "" + dayAndNotice);
    }

    /** A broker hears of a setting some time after Kafka has taken it. */
    private void awaitSetting(String topic, String key, String value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(kafka.setting(topic, key)).isEqualTo(value));
    }

    @Test
    void shouldMakeTheTopicAnewWhenADestinationIsDeletedAndDeclaredAgain() throws Exception {
        await(topics.provision(queue("orders"), 4));
        kafka.send(orders, 0, 0);
        var former = kafka.describe(orders).topicId();

        topics.drop("orders", () -> {});
        await(topics.provision(queue("orders"), 2));

        assertThat(kafka.describe(orders).topicId()).isNotEqualTo(former);
        assertThat(kafka.partitions(orders)).isEqualTo(2);
        assertThat(kafka.send(orders, 0, 0)).isZero();
    }

    /** Whoever was stalled while it deleted a destination may go on when another owner has one of that name. */
    @Test
    void shouldDeleteNoTopicThatAnotherOwnerHasMadeUnderThatName() throws Exception {
        await(topics.provision(queue("orders"), 1));
        var next = kafka.topics(POLICY);
        await(next.verify(List.of(new PlannedTopic(queue("orders"), 1))));
        next.drop("orders", () -> {});
        await(next.provision(queue("orders"), 1));
        kafka.send(orders, 0, 0);

        topics.drop("orders", () -> {});
        await(topics.retryDeletions());

        assertThat(kafka.end(orders, 0)).isEqualTo(1);
    }

    @Test
    void shouldNotTakeATopicWithForeignRecordsForANewDestination() throws Exception {
        kafka.create(orders, 1, Map.of("message.timestamp.after.max.ms", "" + Long.MAX_VALUE));
        kafka.send(orders, 0, 0);

        assertThatThrownBy(() -> await(topics.provision(queue("orders"), 1)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + orders + "'")
                .hasMessageContaining("has records");

        await(topics.deleteBelow(Map.of(new TopicPartition(orders, 0), 1L)));
        await(topics.provision(queue("orders"), 1));
        assertThat(kafka.setting(orders, "retention.ms")).isEqualTo("-1");
    }

    @Test
    void shouldSayWhatIsWrongWithATopicThatExists() throws Exception {
        kafka.create(
                orders, 1, Map.of("message.timestamp.type", "LogAppendTime", "unclean.leader.election.enable", "true"));

        assertThatThrownBy(() -> await(topics.provision(queue("orders"), 1)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(
                        "topic '" + orders + "' has message.timestamp.type = LogAppendTime, expected is CreateTime")
                .hasMessageContaining("unclean.leader.election.enable = true, expected is false")
                .hasMessageContaining("message.timestamp.after.max.ms = 3600000, expected is " + Long.MAX_VALUE);
    }

    @Test
    void shouldRefuseNamesThatKafkaTakesForTheSame() throws Exception {
        await(topics.provision(queue("or.ders"), 1));

        assertThatThrownBy(() -> await(topics.provision(queue("or_ders"), 1)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("or_ders")
                .hasMessageContaining("or.ders");
        assertThatThrownBy(() -> await(topics.provision(queue("x".repeat(248)), 1)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("249");
    }

    @Test
    void shouldRefuseMoreReplicasThanThereAreBrokers() {
        var threefold = kafka.topics(new TopicPolicy(3, 2, true, 1 << 20));

        assertThatThrownBy(() -> await(threefold.provision(queue("orders"), 1)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + orders + "'");
    }

    @Test
    void shouldFindTheTopicsOfDestinationsAsTheyWereWhenTheCellIsOpenedAgain() throws Exception {
        await(topics.provision(queue("orders"), 2));
        await(topics.provision(events("news", DAY, 0, false), 1));
        kafka.send(orders, 0, 0);
        var again = kafka.topics(POLICY);

        // A crash between the change of the topic and that of the destination leaves the topic behind or ahead.
        await(again.verify(List.of(
                new PlannedTopic(queue("orders"), 2), new PlannedTopic(events("news", DAY.plusDays(1), 0, false), 1))));

        assertThat(kafka.setting(kafka.prefix + "news", "retention.ms"))
                .isEqualTo("" + DAY.plusDays(1).plus(TopicSettings.NOTICE).toMillis());
        await(again.provision(queue("orders"), 3));
        assertThat(kafka.partitions(orders)).isEqualTo(3);
    }

    @Test
    void shouldTellEverythingThatIsWrongWhenTheCellIsOpenedAgain() throws Exception {
        kafka.create(orders, 1, Map.of("unclean.leader.election.enable", "true"));

        assertThatThrownBy(() -> await(topics.verify(
                        List.of(new PlannedTopic(queue("orders"), 2), new PlannedTopic(queue("lost"), 1)))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("topic '" + orders + "' has unclean.leader.election.enable = true")
                .hasMessageContaining("topic '" + orders + "' has partitions = 1, expected is 2 or more")
                .hasMessageContaining("topic '" + kafka.prefix + "lost' has partitions = none: it does not exist");
    }

    @Test
    void shouldOnlyCheckTopicsThatSomebodyElseMakes() throws Exception {
        var checked = kafka.topics(CHECKED_ONLY);
        assertThatThrownBy(() -> await(checked.provision(queue("orders"), 2)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("Create it with 2 partition(s), 1 replica(s)")
                .hasMessageContaining("message.timestamp.after.max.ms=" + Long.MAX_VALUE);
        assertThat(kafka.exists(orders)).isFalse();

        var settings = TopicSettings.ofDestination(queue("orders"), POLICY).all();
        kafka.create(orders, 2, settings);
        await(checked.provision(queue("orders"), 2));
        assertThatThrownBy(() -> await(checked.provision(queue("orders"), 3)))
                .hasMessageContaining("partitions = 2, expected is 3 or more");
        assertThatThrownBy(() -> await(checked.provision(events("orders", DAY, 0, false), 2)))
                .hasMessageContaining("retention.ms = -1");
        kafka.send(orders, 1, 0);

        checked.drop("orders", () -> {});
        await(checked.provision(queue("orders"), 2));
        assertThat(kafka.start(orders, 1)).isEqualTo(1);
        assertThat(kafka.end(orders, 1)).isEqualTo(1);
    }

    @Test
    void shouldMakeTheTopicsOfTheCell() throws Exception {
        await(topics.openCell());
        await(topics.openCell());

        for (var topic : List.of(kafka.names.journal(), kafka.names.snapshots())) {
            assertThat(kafka.partitions(topic)).isEqualTo(1);
            assertThat(kafka.setting(topic, "retention.ms")).isEqualTo("-1");
            assertThat(kafka.setting(topic, "unclean.leader.election.enable")).isEqualTo("false");
        }
        kafka.send(kafka.names.journal(), 0, 0);
        await(kafka.topics(POLICY).openCell());
    }

    @Test
    void shouldNotBeginAnewWhereTheJournalIsLost() throws Exception {
        await(topics.openCell());
        kafka.send(kafka.names.snapshots(), 0, 0);
        kafka.admin.deleteTopics(List.of(kafka.names.journal())).all().get();

        assertThatThrownBy(() -> await(kafka.topics(POLICY).openCell()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("'" + kafka.names.journal() + "' is not there");
        assertThat(kafka.exists(kafka.names.journal())).isFalse();
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() {
        var limit = Duration.ofMillis(200);
        var nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
        var cut = new Topics(nobody, kafka.names, POLICY, limit);
        try {
            assertThatThrownBy(() -> await(cut.provision(queue("orders"), 1)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("'" + orders + "'")
                    .hasMessageContaining("within 200 ms");
        } finally {
            nobody.close(Duration.ZERO);
        }
        assertThatThrownBy(() -> await(cut.openCell())).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> await(cut.deleteBelow(Map.of(new TopicPartition(orders, 0), 1L))))
                .isInstanceOf(JournalException.class);
    }

    @Test
    void shouldDeleteLaterWhatKafkaDoesNotDeleteAtOnce() throws Exception {
        try (var failing = new FailingAdmin()) {
            var limited = new Topics(failing, kafka.names, POLICY, LIMIT);
            await(limited.provision(queue("orders"), 1));
            kafka.send(orders, 0, 0);

            failing.failures.set(2);
            limited.drop("orders", () -> {});
            assertThatThrownBy(() -> await(limited.provision(queue("orders"), 1)))
                    .isInstanceOf(JournalException.class);
            await(limited.retryDeletions());

            assertThat(kafka.exists(orders)).isFalse();
        }
    }

    /** Deletes no topics for a while. */
    private static final class FailingAdmin extends ForwardingAdmin {

        private final AtomicInteger failures = new AtomicInteger();
        private final Admin closed;

        FailingAdmin() {
            super(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
            closed = TestKafka.cluster().admin();
            closed.close();
        }

        @Override
        public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
            return failures.getAndDecrement() > 0
                    ? closed.deleteTopics(topics, options)
                    : super.deleteTopics(topics, options);
        }
    }
}
