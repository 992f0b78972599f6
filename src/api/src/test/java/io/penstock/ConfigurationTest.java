package io.penstock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\0", "a\n"})
    void shouldRefuseNamesThatCouldBeMistaken(String name) {
        assertThatThrownBy(() -> Destination.queue(name).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> Subscription.ofTopic("t", name).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> DeadLetterPolicy.to(name).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldBoundNamesAndPartitions() {
        assertThat(Destination.queue("a".repeat(249)).build().name()).hasSize(249);
        assertThatThrownBy(() -> Destination.queue("a".repeat(250)).build()).hasMessageContaining("249");
        assertThatThrownBy(() -> Destination.queue("q").partitions(0).build()).hasMessageContaining("0 partitions");
        assertThatThrownBy(() -> Destination.topic("q").partitions(65_537).build())
                .hasMessageContaining("65537");
        assertThatThrownBy(() -> Destination.builder("q", null).partitions(1).build())
                .hasMessageContaining("kind");
    }

    @Test
    void shouldNameDeadLetterQueuesAfterTheirSource() {
        assertThat(DeadLetterPolicy.DEFAULT.queueFor("orders", "orders")).isEqualTo("orders.dlq");
        assertThat(DeadLetterPolicy.DEFAULT.queueFor("prices", "audit")).isEqualTo("prices.audit.dlq");
        assertThat(DeadLetterPolicy.to("graveyard").build().queueFor("prices", "audit"))
                .isEqualTo("graveyard");
        assertThatThrownBy(() -> DeadLetterPolicy.builder()
                        .discard(true)
                        .destination("graveyard")
                        .build())
                .hasMessageContaining("discards");
    }

    @Test
    void shouldRefuseRequestsOutOfBounds() {
        assertThatThrownBy(() -> BrowseRequest.all("q", 1).partition(-2).build())
                .hasMessageContaining("-2");
        assertThatThrownBy(() -> BrowseRequest.all("q", 1).fromOffset(-1).build())
                .hasMessageContaining("offset -1");
        assertThatThrownBy(() -> BrowseRequest.all("q", 10_001).build()).hasMessageContaining("10001");
        assertThatThrownBy(() -> RedriveRequest.all("q").limit(0).build()).hasMessageContaining("limit = 0");
        assertThatThrownBy(() -> ConsumerOptions.ofQueue("q", "c")
                        .lease(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("lease");
        assertThatThrownBy(() -> Subscription.ofQueue("q").maxDeliveries(0).build())
                .hasMessageContaining("maxDeliveries = 0");
    }

    @Test
    void shouldReadADeadLetterFromItsHeaders() {
        var letter = Message.to("q.dlq")
                .header(DeadLetterRecord.REASON, "ABORTED")
                .header(DeadLetterRecord.ATTEMPTS, "3")
                .header(DeadLetterRecord.ORIGIN_DESTINATION, "q")
                .header(DeadLetterRecord.ORIGIN_SUBSCRIPTION, "q")
                .header(DeadLetterRecord.ORIGIN_PARTITION, "2")
                .header(DeadLetterRecord.ORIGIN_OFFSET, "4711")
                .header(DeadLetterRecord.DIED_AT, "2026-01-01T00:00:00Z")
                .build();

        var record = DeadLetterRecord.of(letter).orElseThrow();

        assertThat(record.reason()).isEqualTo(DeadLetterReason.ABORTED);
        assertThat(record.attempts()).isEqualTo(3);
        assertThat(record.redrives()).isZero();
        assertThat(record.originOffset()).isEqualTo(4_711);
        assertThat(record.exception()).isNull();
        assertThat(DeadLetterRecord.of(Message.to("q").build())).isEmpty();
    }

    @Test
    void shouldRefuseALeaseThatIsShorterThanItIsCounted() {
        for (var lease : new Duration[] {
            Duration.ofNanos(1), Duration.ofNanos(999_999), Duration.ofNanos(-1), Duration.ofMillis(-1)
        }) {
            assertThatThrownBy(
                            () -> ConsumerOptions.ofQueue("q", "c").lease(lease).build())
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("lease = " + lease)
                    .hasMessageContaining("zero for no limit, or at least PT0.001S");
        }
        for (var lease : new Duration[] {Duration.ZERO, Duration.ofMillis(1), Duration.ofNanos(1_000_001)}) {
            assertThat(ConsumerOptions.ofQueue("q", "c").lease(lease).build().lease())
                    .isEqualTo(lease);
        }
    }

    @Test
    void shouldTakeAWindowForIdsThatCanBe() {
        var queue = Destination.queue("q").build();
        assertThat(queue.effectiveDeduplication()).isEqualTo(Destination.DEFAULT_DEDUPLICATION);
        assertThat(queue.copy().deduplication(Duration.ZERO).build().effectiveDeduplication())
                .isZero();
        for (var window : new Duration[] {Duration.ofMillis(-1), Duration.ofDays(8)}) {
            assertThatThrownBy(() -> queue.copy().deduplication(window).build())
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining(window.toString());
        }
        assertThat(queue.satisfies(queue.copy()
                        .deduplication(Destination.DEFAULT_DEDUPLICATION)
                        .build()))
                .isTrue();
        assertThat(queue.satisfies(queue.copy().deduplication(Duration.ZERO).build()))
                .isFalse();
        assertThatThrownBy(() -> ProducerOptions.of("a b").build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("producer name");
    }
}
