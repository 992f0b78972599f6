package io.penstock.broker.loop;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopInboxTest {

    private final LoopInbox inbox = new LoopInbox();
    private final Command<?> first = LoopCall.of(() -> {});
    private final Command<?> second = LoopCall.of(() -> {});

    @Test
    void shouldGiveTheOldestFirst() {
        inbox.put(first, LoopInbox.MAX_WAITING);
        inbox.put(second, LoopInbox.MAX_WAITING);

        var taken = inbox.takeAll();

        assertThat(taken).isSameAs(first);
        assertThat(taken.link).isSameAs(second);
        assertThat(second.link).isNull();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeNoMoreThanItsLimit() {
        assertThat(inbox.put(first, 1)).isEqualTo(LoopInbox.Offer.TAKEN);
        assertThat(inbox.put(second, 1)).isEqualTo(LoopInbox.Offer.FULL);
        assertThat(inbox.takeAll()).isSameAs(first);

        assertThat(inbox.put(second, 1)).isEqualTo(LoopInbox.Offer.TAKEN);
    }

    @Test
    void shouldTakeNothingOnceItIsClosed() {
        inbox.put(first, LoopInbox.MAX_WAITING);

        assertThat(inbox.close()).isSameAs(first);
        assertThat(inbox.put(second, LoopInbox.UNBOUNDED)).isEqualTo(LoopInbox.Offer.CLOSED);
        assertThat(inbox.close()).isNull();
    }
}
