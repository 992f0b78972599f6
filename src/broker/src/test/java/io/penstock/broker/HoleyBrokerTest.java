package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.ReplayRequest;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Partitions with offsets that no record has: they count for nothing, and nobody stops at them. */
class HoleyBrokerTest extends BrokerTest {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000));

    /** The destination that a test declares first has the partitions from this one on. */
    private static final int FIRST = 0;

    private FaultyStorage storage = new FaultyStorage(1);
    private HoleyLog log;

    /** What happens between what was told of a partition and the questions about it. */
    private enum Meanwhile {
        NOTHING,
        RESTART,
        CRASH,
        RESTART_AND_CRASH
    }

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where)
                        .withDurability(Durability.SYNC)
                        .withMaxMessageBytes(10_000)
                        .withLog(SMALL),
                time,
                owner -> log = HoleyLog.open(storage, SMALL, time, owner, HoleyLog.Chooser.NONE));
    }

    private void hole(int offsets) {
        log.hole(FIRST, offsets);
    }

    private void pass(Meanwhile meanwhile) {
        if (meanwhile == Meanwhile.RESTART || meanwhile == Meanwhile.RESTART_AND_CRASH) {
            reopen();
        }
        if (meanwhile == Meanwhile.CRASH || meanwhile == Meanwhile.RESTART_AND_CRASH) {
            storage.crash();
            try {
                broker.close();
            } catch (PenstockException | JournalException e) {
                assertThat(storage.isCrashed()).isTrue();
            }
            storage = storage.afterCrash();
            open();
        }
    }

    private SubscriptionStatistics subscription(String destination, String name) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> bodies(List<StoredMessage> messages) {
        return messages.stream().map(stored -> stored.message().bodyText()).toList();
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldCountMessagesAlone(Meanwhile meanwhile) {
        broker.declare(
                Destination.queue("q").limits(Limits.ofMessages(3).build()).build());
        hole(2);
        send("q", "a");
        hole(1);
        send("q", "b");
        hole(3);

        pass(meanwhile);

        var statistics = broker.statistics("q");
        assertThat(statistics.messages()).isEqualTo(2);
        assertThat(statistics.depth()).isEqualTo(2);
        assertThat(statistics.partitions().get(0).endOffset()).isEqualTo(8);
        assertThat(subscription("q", "q").waiting()).isEqualTo(2);
        send("q", "c");
        assertThatThrownBy(() -> send("q", "one too many")).isInstanceOf(PenstockException.LimitReached.class);
        try (var inbox = consumeQueue("q")) {
            var handed = inbox.next(3);
            assertThat(handed).extracting(Delivery::offset).containsExactly(2L, 4L, 8L);
            handed.forEach(delivery -> done(delivery.acceptAsync()));
            inbox.expectNothing();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(broker.statistics("q").depth()).isZero();
            assertThat(broker.statistics("q").messages()).isEqualTo(3);
            assertThat(subscription("q", "q").waiting()).isZero();
            assertThat(subscription("q", "q").skipped()).isZero();
            pass(meanwhile);
        }
        send("q", "d", "e", "f");
        assertThatThrownBy(() -> send("q", "one too many")).isInstanceOf(PenstockException.LimitReached.class);
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldJournalNoSettlementOfWhatNoRecordHas(Meanwhile meanwhile) {
        broker.declare(Destination.queue("q").build());
        try (var inbox = consumeQueue("q")) {
            send("q", "a");
            done(inbox.next().acceptAsync());
            inbox.expectNothing();
            long before = ((EmbeddedBroker) broker).journalStatistics().totalFrames();
            for (int i = 0; i < 10; i++) {
                hole(1);
                inbox.expectNothing();
            }
            assertThat(((EmbeddedBroker) broker).journalStatistics().totalFrames() - before)
                    .as("frames for the holes themselves")
                    .isEqualTo(10);
        }
        pass(meanwhile);
        assertThat(broker.statistics("q").depth()).isZero();
    }

    @Test
    void shouldThrowAwayMessagesAndNotHoles() {
        broker.declare(Destination.queue("q")
                .limits(Limits.ofMessages(2).overflow(Overflow.DISCARD_OLDEST).build())
                .build());
        for (String body : List.of("a", "b", "c", "d", "e")) {
            hole(2);
            send("q", body);
        }

        assertThat(broker.statistics("q").discardedByLimit()).isEqualTo(3);
        assertThat(broker.statistics("q").depth()).isEqualTo(2);
        assertThat(bodies(broker.browse(BrowseRequest.waiting("q", 10).build())))
                .containsExactly("d", "e");
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldStepOverHolesWhateverIsRead(Meanwhile meanwhile) throws Exception {
        broker.declare(Destination.topic("t").build());
        broker.declare(Subscription.ofTopic("t", "s").build());
        hole(1);
        sendKeyed("a");
        hole(2);
        sendKeyed("b");
        sendKeyed("c");
        hole(3);

        pass(meanwhile);

        assertThat(bodies(broker.browse(BrowseRequest.all("t", 10).build()))).containsExactly("a", "b", "c");
        assertThat(bodies(broker.browse(
                        BrowseRequest.waiting("t", 10).subscription("s").build())))
                .containsExactly("a", "b", "c");
        assertThat(broker.newest("t", "k".getBytes(StandardCharsets.UTF_8)))
                .map(stored -> stored.message().bodyText())
                .contains("c");
        var replayed = Collections.synchronizedList(new ArrayList<String>());
        var replay = broker.replay(
                ReplayRequest.all("t").build(),
                deliveries -> deliveries.forEach(delivery -> {
                    replayed.add(delivery.message().bodyText());
                    delivery.acceptAsync();
                }));
        replay.request(Long.MAX_VALUE);
        assertThat(replay.doneAsync().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(3L);
        assertThat(replayed).containsExactly("a", "b", "c");
    }

    private void sendKeyed(String body) {
        broker.send(Message.to("t").key("k").body(body).build());
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldCountMessagesAloneWhereverASubscriptionIsMoved(Meanwhile meanwhile) {
        broker.declare(Destination.topic("t").build());
        broker.declare(Subscription.ofTopic("t", "s").build());
        hole(1);
        send("t", "a");
        hole(3);
        send("t", "b");
        hole(1);

        broker.seek("t", "s", StartPosition.LATEST);
        pass(meanwhile);
        assertThat(subscription("t", "s").waiting()).isZero();
        assertThat(broker.statistics("t").depth()).isZero();
        // In the middle of a hole, whose other half is left.
        broker.seek("t", "s", StartPosition.atOffset(3));
        pass(meanwhile);
        assertThat(subscription("t", "s").waiting()).isEqualTo(1);
        assertThat(broker.statistics("t").depth()).isEqualTo(1);
        broker.seek("t", "s", StartPosition.EARLIEST);
        pass(meanwhile);
        assertThat(subscription("t", "s").waiting()).isEqualTo(2);
        assertThat(broker.statistics("t").depth()).isEqualTo(2);
        assertThat(subscription("t", "s").skipped()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldLetWhatBeginsLaterCountMessagesAlone(Meanwhile meanwhile) {
        broker.declare(Destination.topic("t").build());
        hole(1);
        send("t", "a");
        hole(2);
        broker.declare(
                Subscription.ofTopic("t", "all").start(StartPosition.EARLIEST).build());
        broker.declare(
                Subscription.ofTopic("t", "new").start(StartPosition.LATEST).build());

        pass(meanwhile);

        broker.declare(Subscription.ofTopic("t", "fleeting")
                .durable(false)
                .start(StartPosition.EARLIEST)
                .build());
        assertThat(subscription("t", "all").waiting()).isEqualTo(1);
        assertThat(subscription("t", "new").waiting()).isZero();
        assertThat(subscription("t", "fleeting").waiting()).isEqualTo(1);
        hole(4);
        send("t", "b");
        assertThat(subscription("t", "all").waiting()).isEqualTo(2);
        assertThat(subscription("t", "new").waiting()).isEqualTo(1);
        assertThat(subscription("t", "fleeting").waiting()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldGrowBehindHoles(Meanwhile meanwhile) {
        broker.declare(Destination.queue("q").build());
        broker.declare(Subscription.ofQueue("q").ordering(Ordering.KEY).build());
        hole(1);
        sendOfEachKey(0);
        hole(2);
        broker.alter(Destination.queue("q").partitions(3).build());
        sendOfEachKey(1);
        // Of the second partition, which exists since then.
        log.hole(FIRST + 1, 2);

        pass(meanwhile);

        sendOfEachKey(2);
        try (var inbox =
                consume(ConsumerOptions.ofQueue("q", "c").lease(Duration.ZERO).build())) {
            var bodies = new ArrayList<String>();
            for (int i = 0; i < 12; i++) {
                var delivery = inbox.next();
                bodies.add(delivery.message().bodyText());
                done(delivery.acceptAsync());
            }
            for (int key = 0; key < 4; key++) {
                assertThat(bodies).containsSubsequence(key + "-0", key + "-1", key + "-2");
            }
        }
        assertThat(broker.statistics("q").depth()).isZero();
        assertThat(broker.statistics("q").messages()).isEqualTo(12);
    }

    private void sendOfEachKey(int number) {
        for (int key = 0; key < 4; key++) {
            broker.send(
                    Message.to("q").key("key " + key).body(key + "-" + number).build());
        }
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldPurgeMessagesAlone(Meanwhile meanwhile) {
        broker.declare(Destination.queue("q").build());
        hole(1);
        send("q", "a");
        hole(2);
        send("q", "b");
        hole(1);

        pass(meanwhile);

        assertThat(broker.operations().purge("q", null, "test").messages()).isEqualTo(2);
        pass(meanwhile);
        assertThat(broker.statistics("q").depth()).isZero();
        send("q", "c");
        assertThat(broker.statistics("q").depth()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldNameMessagesByTheirOffsetsBehindHoles(Meanwhile meanwhile) {
        broker.declare(Destination.queue("q").deduplication(Duration.ofHours(1)).build());
        hole(5);
        var receipt = broker.send(Message.to("q").id("one").body("a").build());
        hole(1);
        assertThat(receipt.offset()).isEqualTo(5);

        pass(meanwhile);

        var again = broker.send(Message.to("q").id("one").body("a").build());
        assertThat(again.offset()).isEqualTo(5);
        assertThat(again.isDuplicate()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Meanwhile.class)
    void shouldLetAnotherDestinationBeginBehindThoseOfADeletedOne(Meanwhile meanwhile) {
        broker.declare(Destination.queue("q").build());
        hole(3);
        send("q", "a");
        hole(3);
        broker.operations().delete("q", true, "test");
        hole(2);

        pass(meanwhile);

        broker.declare(
                Destination.queue("other").limits(Limits.ofMessages(1).build()).build());
        pass(meanwhile);
        assertThat(broker.statistics("other").depth()).isZero();
        assertThat(broker.statistics("other").messages()).isZero();
        send("other", "b");
        assertThatThrownBy(() -> send("other", "c")).isInstanceOf(PenstockException.LimitReached.class);
    }
}
