package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What may go out next where the order of a partition is kept, with nobody who hands it out. */
class StrictFeedTest {

    private static final long NOW = 1_000;

    private final RecordList records = new RecordList();
    private final StrictFeed feed = new StrictFeed(
            records.destination.partition(0),
            RecordFilter.ALL,
            new PartitionProgress(0),
            records,
            0,
            Long.MAX_VALUE,
            new NoOwner());

    private static final class NoOwner implements FeedOwner {

        @Override
        public void activate(PartitionFeed feed) {
            throw new AssertionError("nothing waits for another feed here");
        }

        @Override
        public PartitionFeed feed(int partition) {
            throw new AssertionError("there is only one");
        }

        @Override
        public RecordView.Source source(int partition, Runnable whenHere) {
            throw new AssertionError("the feed has its own");
        }

        @Override
        public boolean holdsBelow(PartitionFeed feed, long offset) {
            return false;
        }
    }

    @BeforeEach
    void send() {
        records.send("a");
        records.send("b");
    }

    @Test
    void shouldHoldBackEverythingBehindARetryUntilItIsDue() {
        feed.next(NOW);
        feed.returning(null, 0);
        assertThat(feed.next(NOW)).as("while it is on its way back").isSameAs(FoundRecord.NOTHING);

        feed.giveBack(0, Attempts.NONE.delivered(NOW).due(1, NOW + 10), NOW);

        assertThat(feed.next(NOW)).isSameAs(FoundRecord.NOTHING);
        assertThat(feed.next(NOW + 10).offset()).isZero();
        assertThat(feed.next(NOW + 10).offset()).isEqualTo(1);
    }

    @Test
    void shouldLetOnlyMarkersBeAskedForBehindOneThatIsBeingMarked() {
        feed.next(NOW);
        feed.takeBack(0, Attempts.NONE.delivered(NOW), false);
        assertThat(feed.next(NOW).needsMarker()).isTrue();
        feed.marking(null, 0);

        assertThat(feed.next(NOW)).as("a first hand-out would overtake it").isSameAs(FoundRecord.NOTHING);

        feed.mark(0, Attempts.NONE.delivered(NOW));
        assertThat(feed.next(NOW).isMarked()).isTrue();
        assertThat(feed.next(NOW).offset()).isEqualTo(1);
    }
}
