package io.penstock.postgres.deployment;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.OperationKind;
import io.penstock.PenstockException;
import io.penstock.postgres.triage.Triage;
import io.penstock.postgres.triage.TriageChange;
import io.penstock.postgres.triage.TriageLetter;
import io.penstock.postgres.triage.TriageSearch;
import io.penstock.postgres.triage.TriageStatus;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Dead letters of a real broker in a real database. */
class TriageTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideConfigKey("penstock.triage.enabled", "true")
            .overrideConfigKey("quarkus.penstock.triage.interval", "100MS")
            .overrideConfigKey("quarkus.penstock.triage.keep-gone", "36525D");

    private static final String ACTOR = "ann";

    @Inject
    Broker broker;

    @Inject
    Triage triage;

    @Inject
    Sql sql;

    private String queue;

    /** All tests run on one instance of this class. */
    @BeforeEach
    void declareAQueue() {
        queue = "q" + UUID.randomUUID();
        broker.declare(Destination.queue(queue).partitions(1).build());
    }

    @Test
    void shouldFindLettersByEverythingThatASearchNames() throws Exception {
        // given
        var before = Instant.now().minusSeconds(60);
        die(
                Message.to(queue)
                        .id("a")
                        .key("k%1")
                        .body("first 100%")
                        .header("colour", "blue")
                        .build(),
                "no stock");
        die(
                Message.to(queue)
                        .id("b")
                        .body("second")
                        .header("colour", "red")
                        .header("n", "1")
                        .build(),
                "no money");
        awaitLetters(2);

        // then
        assertThat(ids(search(null, null, null, null, null, null))).containsExactlyInAnyOrder("a", "b");
        assertThat(ids(search(DeadLetterReason.REJECTED, null, null, null, null, null)))
                .hasSize(2);
        assertThat(ids(search(DeadLetterReason.EXPIRED, null, null, null, null, null)))
                .isEmpty();
        assertThat(ids(search(null, "IllegalStateException", null, null, null, null)))
                .hasSize(2);
        assertThat(ids(search(null, "java.lang.IllegalStateException", null, null, null, null)))
                .hasSize(2);
        assertThat(ids(search(null, "StateException", null, null, null, null))).isEmpty();
        assertThat(ids(search(null, null, Map.of("colour", "blue"), null, null, null)))
                .containsExactly("a");
        assertThat(ids(search(null, null, Map.of("colour", "red", "n", "1"), null, null, null)))
                .containsExactly("b");
        assertThat(ids(search(null, null, Map.of("colour", "red", "n", "2"), null, null, null)))
                .isEmpty();
        assertThat(ids(search(null, null, null, before, null, null))).hasSize(2);
        assertThat(ids(search(null, null, null, Instant.now().plusSeconds(60), null, null)))
                .isEmpty();
        assertThat(ids(search(null, null, null, null, "NO STOCK", null))).containsExactly("a");
        assertThat(ids(search(null, null, null, null, "100%", null))).containsExactly("a");
        assertThat(ids(search(null, null, null, null, "k_1", null))).isEmpty();
        assertThat(ids(search(null, null, null, null, null, TriageStatus.NEW))).hasSize(2);
        assertThat(ids(search(null, null, null, null, null, TriageStatus.IN_WORK)))
                .isEmpty();
    }

    @Test
    void shouldShowPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            die(Message.to(queue).id("m" + i).body("b").build(), "no");
        }
        awaitLetters(5);

        var first = triage.search(ofQueue(), null, 2);
        assertThat(first.total()).isEqualTo(5);
        assertThat(ids(first)).containsExactly("m4", "m3");

        // One that comes meanwhile is the first of all, and shifts nothing.
        die(Message.to(queue).id("m5").body("b").build(), "no");
        awaitLetters(6);
        var second = triage.search(ofQueue(), first.next().orElseThrow(), 2);
        assertThat(ids(second)).containsExactly("m2", "m1");
        var last = triage.search(ofQueue(), second.next().orElseThrow(), 1);
        assertThat(ids(last)).containsExactly("m0");
        assertThat(last.next()).isEmpty();
        assertThat(last.total()).isEqualTo(6);
        assertThatThrownBy(() -> triage.search(ofQueue(), null, 0))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldKeepWhoDidWhatThroughARebuild() throws Exception {
        // given
        die(Message.to(queue).id("m").body("b").build(), "no");
        long id = awaitLetters(1).get(0).id();

        // when
        assertThat(triage.change(id, TriageStatus.IN_WORK, "asked the shop", ACTOR))
                .isTrue();
        assertThat(triage.change(id, TriageStatus.DISCARDED, "", "bob")).isTrue();
        assertThat(triage.change(Long.MAX_VALUE, TriageStatus.NEW, "", ACTOR)).isFalse();
        triage.rebuild();

        // then
        var letter = triage.find(id).orElseThrow();
        assertThat(letter.status()).isEqualTo(TriageStatus.DISCARDED);
        assertThat(letter.note()).isEqualTo("asked the shop");
        assertThat(letter.changedBy()).isEqualTo("bob");
        assertThat(letter.goneAt()).isNull();
        assertThat(letter.stackTrace()).contains("IllegalStateException");
        assertThat(history(id)).containsExactly("penstock FOUND ", "ann IN_WORK asked the shop", "bob DISCARDED ");
    }

    @Test
    void shouldRedriveWhatASearchFinds() throws Exception {
        // given
        die(Message.to(queue).id("a").body("b").header("colour", "blue").build(), "no");
        die(Message.to(queue).id("b").body("b").header("colour", "red").build(), "no");
        awaitLetters(2);
        var blue = search(null, null, Map.of("colour", "blue"), null, null, null);

        // when
        var counted = triage.redrive(broker, blue, 10, true, ACTOR, "");
        assertThat(counted.matched()).isEqualTo(1);
        assertThat(counted.operations()).isEmpty();
        var redriven = triage.redrive(broker, blue, 10, false, ACTOR, "fixed");

        // then
        assertThat(redriven.operations()).singleElement().satisfies(operation -> {
            assertThat(operation.kind()).isEqualTo(OperationKind.REDRIVE);
            assertThat(operation.actor()).isEqualTo(ACTOR);
        });
        await().until(() -> letters(blue).get(0).goneAt() != null);
        var letter = letters(blue).get(0);
        assertThat(letter.status()).isEqualTo(TriageStatus.REDRIVEN);
        assertThat(history(letter.id())).containsExactly("penstock FOUND ", "ann REDRIVEN ", "penstock GONE ");
        assertThat(triage.redrive(broker, blue, 10, true, ACTOR, "").matched()).isZero();

        // when: it dies again
        fail("no again");
        await().until(() -> letters(blue).get(0).goneAt() == null);

        // then
        var again = letters(blue).get(0);
        assertThat(again.id()).isEqualTo(letter.id());
        assertThat(again.status()).isEqualTo(TriageStatus.NEW);
        assertThat(again.description()).isEqualTo("no again");
        assertThat(again.redrives()).isEqualTo(1);
        assertThat(history(letter.id())).last().isEqualTo("penstock CAME_BACK ");
    }

    @Test
    void shouldReadLettersFromTheLogAnewWhenTheDatabaseHasLostThem() throws Exception {
        // given
        for (int i = 0; i < 3; i++) {
            die(Message.to(queue).id("m" + i).body("b").build(), "no");
        }
        awaitLetters(3);

        // when
        sql.execute("delete from penstock_triage_letter where queue = '" + queue + ".dlq'");
        triage.rebuild();

        // then
        assertThat(letters(ofQueue())).hasSize(3);
    }

    @Test
    void shouldMarkLettersOfADeletedQueueAsGone() throws Exception {
        die(Message.to(queue).id("m").body("b").build(), "no");
        awaitLetters(1);

        broker.operations().delete(queue + ".dlq", true, ACTOR);

        await().until(() -> letters(ofQueue()).get(0).goneAt() != null);
    }

    private void die(Message message, String why) throws InterruptedException {
        broker.send(message);
        fail(why);
    }

    /** Rejects what waits first. */
    private void fail(String why) throws InterruptedException {
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "test").build())) {
            consumer.receive(Duration.ofMinutes(2))
                    .orElseThrow()
                    .reject(DeadLetterReason.REJECTED, why, new IllegalStateException(why));
        }
    }

    private List<TriageLetter> awaitLetters(int count) {
        await().until(() -> letters(ofQueue()).size() == count);
        return letters(ofQueue());
    }

    private TriageSearch ofQueue() {
        return search(null, null, null, null, null, null);
    }

    private TriageSearch search(
            DeadLetterReason reason,
            String exception,
            Map<String, String> headers,
            Instant from,
            String text,
            TriageStatus status) {
        return new TriageSearch(
                queue + ".dlq", queue, queue, reason, exception, headers, from, null, text, status, null);
    }

    private List<TriageLetter> letters(TriageSearch search) {
        return triage.search(search, null, 100).letters();
    }

    private List<String> ids(TriageSearch search) {
        return ids(triage.search(search, null, 100));
    }

    private static List<String> ids(Triage.Page page) {
        return page.letters().stream().map(TriageLetter::messageId).toList();
    }

    private List<String> history(long id) {
        return triage.history(id).stream().map(TriageTest::line).toList();
    }

    private static String line(TriageChange change) {
        return change.actor() + " " + change.action() + " " + change.note();
    }
}
