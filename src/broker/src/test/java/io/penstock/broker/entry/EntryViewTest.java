package io.penstock.broker.entry;

import io.penstock.Destination;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class EntryViewTest {

    /** No entry has a type of this number or above. */
    private static final int FIRST_FREE_TYPE = 100;

    @Test
    void shouldShowDeclarations() {
        var destination = view(new Entry.DestinationDeclared(
                Destination.topic("t").partitions(3).build(), 4, 0));
        assertThat(destination.type()).isEqualTo(EntryView.DESTINATION_DECLARED);
        assertThat(destination.fields())
                .containsEntry("name", "t")
                .containsEntry("kind", "topic")
                .containsEntry("partitions", 3)
                .containsEntry("firstPartition", 4);

        var subscription = Subscription.ofTopic("t", "s").build();
        assertThat(view(new Entry.SubscriptionDeclared(7, subscription, new long[] {5, 9}))
                        .fields())
                .containsEntry("subscription", 7)
                .containsEntry("destination", "t")
                .containsEntry("name", "s")
                .containsEntry("startOffsets", List.of(5L, 9L));
    }

    @Test
    void shouldShowProgress() {
        var settled = view(Entry.Settled.one(7, 2, 41));
        assertThat(settled.type()).isEqualTo("settled");
        assertThat(settled.fields())
                .containsEntry("subscription", 7)
                .containsEntry("settled", List.of(Map.of("partition", 2, "ranges", List.of(List.of(41L, 42L)))));
        assertThat(view(new Entry.Tried(7, 2, 41, new Attempts(1, 2, 3, 4))).fields())
                .containsEntry("offset", 41L)
                .containsEntry("failed", 1)
                .containsEntry("dueAtMillis", 4L);
        assertThat(view(new Entry.SubscriptionRemoved(7)).fields()).containsOnly(Map.entry("subscription", 7));
        assertThat(view(new Entry.Started()).type()).isEqualTo("started");
        assertThat(view(new Entry.ShutDown()).type()).isEqualTo("shut-down");
    }

    @Test
    void shouldSayThatBytesAreNoEntryWhateverTheyAre() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        assertThat(EntryViews.of(ByteBuffer.allocate(0)).isReadable()).isFalse();
        for (int round = 0; round < 2_000; round++) {
            var bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (FIRST_FREE_TYPE + random.nextInt(256 - FIRST_FREE_TYPE));
            var view = EntryViews.of(ByteBuffer.wrap(bytes));
            assertThat(view.isReadable()).as("seed %d, round %d", seed, round).isFalse();
            bytes[0] = (byte) (1 + random.nextInt(FIRST_FREE_TYPE - 1));
            assertThat(EntryViews.of(ByteBuffer.wrap(bytes)).type()).isNotBlank();
        }
    }

    private static EntryView view(Entry entry) {
        var view = EntryViews.of(ByteBuffer.wrap(EntryCodec.encode(entry)));
        assertThat(view.isReadable()).isTrue();
        return view;
    }
}
