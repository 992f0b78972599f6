package io.penstock.kafka.owner;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerLeaseTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 50);
    private final OwnerLease lease = new OwnerLease(100, now::get);

    @Test
    void shouldNotHoldBeforeItBegins() {
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void shouldCountFromTheSending() {
        long sent = now.get();
        now.addAndGet(60);
        lease.begin(sent);

        assertThat(lease.leftNanos()).isEqualTo(40);
        now.addAndGet(40);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void shouldBeProlongedByWhatIsAcknowledged() {
        lease.begin(now.get());
        long sent = now.addAndGet(50);
        now.addAndGet(20);
        lease.acknowledged(sent);

        assertThat(lease.leftNanos()).isEqualTo(80);
    }

    @Test
    void shouldNotBeShortenedByWhatIsAcknowledgedLater() {
        long first = now.get();
        lease.begin(now.addAndGet(50));
        lease.acknowledged(first);

        assertThat(lease.leftNanos()).isEqualTo(100);
    }

    /** Somebody else may have owned the cell before that line was written. */
    @Test
    void shouldNotBeProlongedWhenItHasEnded() {
        lease.begin(now.get());
        long sent = now.addAndGet(90);
        now.addAndGet(20);
        lease.acknowledged(sent);

        assertThat(lease.holds()).isFalse();
    }
}
