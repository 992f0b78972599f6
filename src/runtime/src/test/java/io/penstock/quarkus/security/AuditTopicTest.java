package io.penstock.quarkus.security;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.quarkus.FakeBroker;
import io.penstock.security.AuditRecord;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

class AuditTopicTest {

    private static final String TOPIC = "penstock.audit";
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** Takes what is sent, or refuses it. */
    private static final class Script {

        final List<Message> sent = new ArrayList<>();
        boolean isFull;

        List<Receipt> sendAll(List<Message> messages) {
            if (isFull) {
                throw new PenstockException.Unavailable("The disk is full.");
            }
            sent.addAll(messages);
            return List.of();
        }

        List<String> bodies() {
            return sent.stream().map(Message::bodyText).toList();
        }
    }

    private final Script script = new Script();
    private final Broker broker = FakeBroker.with(script);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Instant now = NOW;
    private final AuditTopic topic = new AuditTopic(TOPIC, () -> broker, tasks::add, () -> now);

    private static AuditRecord login(String name) {
        return new AuditRecord(name, "127.0.0.1", "login", "", AuditRecord.REFUSED, "wrong");
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void shouldWriteEachRecordAsJsonInTheirOrderAndNotOnTheCallersThread() {
        topic.add(login("anna"));
        topic.add(new AuditRecord("bert", "", "purge", "orders", AuditRecord.DONE, ""));
        assertThat(script.sent).isEmpty();

        work();

        assertThat(script.bodies())
                .containsExactly(
                        "{\"time\":\"2026-01-31T12:00:00Z\",\"outcome\":\"refused\",\"action\":\"login\","
                                + "\"target\":\"\",\"caller\":\"anna\",\"address\":\"127.0.0.1\",\"detail\":\"wrong\"}",
                        "{\"time\":\"2026-01-31T12:00:00Z\",\"outcome\":\"done\",\"action\":\"purge\","
                                + "\"target\":\"orders\",\"caller\":\"bert\",\"address\":\"\",\"detail\":\"\"}");
        assertThat(script.sent.get(0).destination()).isEqualTo(TOPIC);
        assertThat(script.sent.get(0).headers().get("content-type")).isEqualTo("application/json");
    }

    @Test
    void shouldAskForOneWorkerHoweverManyRecordsWait() {
        topic.add(login("a"));
        topic.add(login("b"));
        assertThat(tasks).hasSize(1);
        work();

        topic.add(login("c"));

        assertThat(tasks).hasSize(1);
    }

    @Test
    void shouldCountWhatExceedsTheLimitAndWriteTheRest() {
        for (int i = 0; i < AuditTopic.MAX_WAITING + 3; i++) {
            topic.add(login("u" + i));
        }
        assertThat(topic.lost()).isEqualTo(3);

        work();

        assertThat(script.sent).hasSize(AuditTopic.MAX_WAITING);
        topic.add(login("later"));
        work();
        assertThat(script.bodies().get(AuditTopic.MAX_WAITING)).contains("later");
    }

    @Test
    void shouldCountWhatTheBrokerRefusesAndGoOn() {
        script.isFull = true;
        topic.add(login("a"));
        work();
        assertThat(topic.lost()).isEqualTo(1);

        script.isFull = false;
        topic.add(login("b"));
        work();

        assertThat(script.bodies()).singleElement().asString().contains("\"b\"");
    }

    @Test
    void shouldNotFailTheCallerWhenNoWorkerCanBeHad() {
        var stopped = new AuditTopic(
                TOPIC,
                () -> broker,
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                () -> NOW);

        stopped.add(login("a"));
        stopped.add(login("b"));
        stopped.close();

        assertThat(script.sent).hasSize(2);
    }

    @Test
    void shouldWriteWhatWaitsWhenItIsClosedAndTakeNoMore() {
        topic.add(login("a"));

        topic.close();
        topic.add(login("b"));
        work();

        assertThat(script.bodies()).singleElement().asString().contains("\"a\"");
        assertThat(topic.lost()).isEqualTo(1);
    }

    @Test
    void shouldCutLongNamesAndBearHalfCharacters() {
        topic.add(login("x".repeat(1_000_000)));
        topic.add(login("half \uD800 character"));

        work();

        assertThat(script.sent.get(0).body()).hasSizeLessThan(AuditTopic.MAX_TEXT + 200);
        assertThat(script.bodies().get(1)).contains("half ? character");
    }

    /** A log that floods hides what else is wrong. */
    @Test
    void shouldTellOfLostRecordsAtMostOnceAMinute() {
        var lines = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        var logger = Logger.getLogger(AuditTopic.class.getName());
        logger.addHandler(handler);
        try {
            script.isFull = true;
            for (int i = 0; i < 50; i++) {
                topic.add(login("u" + i));
                work();
            }
            assertThat(lines).hasSize(1);

            now = NOW.plus(AuditTopic.BETWEEN_TELLING);
            topic.add(login("later"));
            work();
            assertThat(lines).hasSize(2);

            topic.add(login("last"));
            topic.close();
            assertThat(lines).hasSize(3);
            assertThat(topic.lost()).isEqualTo(52);
        } finally {
            logger.removeHandler(handler);
        }
    }
}
