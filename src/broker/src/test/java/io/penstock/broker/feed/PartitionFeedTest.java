package io.penstock.broker.feed;

import io.penstock.Message;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.record.RecordFilter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What one subscription may hand out next of one partition, with nobody who hands it out. */
class PartitionFeedTest {

    private static final long NOW = 1_000;

    private final RecordList records = new RecordList();
    private final PartitionProgress progress = new PartitionProgress(0);

    private PartitionFeed feed(RecordFilter wanted, KeyGate gate, long suspectEnd) {
        return new PartitionFeed(
                records.destination.partition(0), wanted, progress, records, gate, suspectEnd, Long.MAX_VALUE);
    }

    private PartitionFeed unordered() {
        return feed(RecordFilter.ALL, null, 0);
    }

    @Test
    void shouldReturnTheRecordsInTheirOrder() {
        var feed = unordered();
        records.send("a");
        records.send("b");

        assertThat(feed.next(NOW).offset()).isZero();
        assertThat(feed.next(NOW).offset()).isEqualTo(1);
        assertThat(feed.next(NOW)).isSameAs(FoundRecord.NOTHING);

        records.send("c");
        assertThat(feed.next(NOW).offset()).isEqualTo(2);
    }

    @Test
    void shouldReturnADelayedRecordWhenItIsDueAndOthersBefore() {
        var feed = unordered();
        records.send(Message.to("q"), NOW + 5);
        records.send("b");

        assertThat(feed.next(NOW).offset()).isEqualTo(1);
        assertThat(feed.next(NOW)).isSameAs(FoundRecord.NOTHING);
        assertThat(feed.scheduled(NOW)).isEqualTo(1);

        assertThat(feed.next(NOW + 5).offset()).isZero();
    }

    @Test
    void shouldHoldBackTheNextOfAKeyUntilTheOneBeforeIsSettled() {
        var feed = feed(RecordFilter.ALL, new KeyGate(false), 0);
        records.send("a");
        records.send("a");
        records.send("b");
        var first = feed.next(NOW).record();

        assertThat(feed.next(NOW).offset()).isEqualTo(2);
        assertThat(feed.next(NOW)).isSameAs(FoundRecord.NOTHING);

        feed.settled(first, 0);
        assertThat(feed.next(NOW).offset()).isEqualTo(1);
    }

    @Test
    void shouldSettleWhatTheSubscriptionIsNotToHave() {
        var feed = feed(RecordFilter.of("color = 'red'"), null, 0);
        records.send(Message.to("q").header("color", "blue"), 0);
        records.send(Message.to("q").header("color", "red"), 0);

        assertThat(feed.next(NOW).offset()).isEqualTo(1);
        assertThat(feed.settling.take()).containsExactly(0, 1);
    }

    @Test
    void shouldReturnWhatWasGivenBackBeforeWhatIsNew() {
        var feed = unordered();
        records.send("a");
        records.send("b");
        feed.next(NOW);

        var tried = Attempts.NONE.delivered(NOW).due(1, 0);
        feed.giveBack(0, tried, NOW);

        var again = feed.next(NOW);
        assertThat(again.offset()).isZero();
        assertThat(again.before()).isEqualTo(tried);
        assertThat(again.needsMarker())
                .as("a redelivery is journaled before it happens")
                .isTrue();
    }

    @Test
    void shouldAskForAMarkerWhereAProcessMayHaveHandedOutBefore() {
        var feed = feed(RecordFilter.ALL, null, 1);
        records.send("a");
        records.send("b");

        assertThat(feed.next(NOW).needsMarker()).isTrue();
        assertThat(feed.next(NOW).needsMarker()).isFalse();
    }

    @Test
    void shouldReturnWhatWasPassedOverAsSoonAsWhoTakesItHasRoom() {
        var feed = unordered();
        var room = new boolean[1];
        Taker taker = () -> room[0];
        records.send("a");
        records.send("b");
        feed.passOver(feed.next(NOW), List.of(taker), false);

        assertThat(feed.next(NOW).offset()).isEqualTo(1);
        assertThat(feed.next(NOW)).isSameAs(FoundRecord.NOTHING);

        room[0] = true;
        assertThat(feed.next(NOW).offset()).isZero();
    }

    @Test
    void shouldReturnNothingThatSomebodyHasClaimed() {
        var feed = unordered();
        records.send("a");
        records.send("b");
        assertThat(feed.claim(0)).isTrue();
        assertThat(feed.claim(0)).as("only once").isFalse();

        assertThat(feed.next(NOW).offset()).isEqualTo(1);

        feed.unclaim(0);
        assertThat(feed.next(NOW).offset()).isZero();
    }
}
