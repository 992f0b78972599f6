package io.penstock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\0", "a\n"})
    void shouldRefuseNamesThatCouldBeMistaken(String name) {
        assertThatThrownBy(() -> Destination.queue(name)).isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> Subscription.ofTopic("t", name).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> DeadLetterPolicy.to(name)).isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldBoundNamesAndPartitions() {
        assertThat(Destination.queue("a".repeat(249)).name()).hasSize(249);
        assertThatThrownBy(() -> Destination.queue("a".repeat(250))).hasMessageContaining("249");
        assertThatThrownBy(() -> Destination.queue("q", 0)).hasMessageContaining("0 partitions");
        assertThatThrownBy(() -> Destination.topic("q", 65_537)).hasMessageContaining("65537");
        assertThatThrownBy(() -> new Destination("q", null, 1)).hasMessageContaining("kind");
    }

    @Test
    void shouldNameDeadLetterQueuesAfterTheirSource() {
        assertThat(DeadLetterPolicy.DEFAULT.queueFor("orders", "orders")).isEqualTo("orders.dlq");
        assertThat(DeadLetterPolicy.DEFAULT.queueFor("prices", "audit")).isEqualTo("prices.audit.dlq");
        assertThat(DeadLetterPolicy.to("graveyard").queueFor("prices", "audit")).isEqualTo("graveyard");
        assertThatThrownBy(() -> new DeadLetterPolicy(true, "graveyard")).hasMessageContaining("discards");
    }

    @Test
    void shouldRefuseRequestsOutOfBounds() {
        assertThatThrownBy(() -> new BrowseRequest("q", null, -2, 0, 1)).hasMessageContaining("-2");
        assertThatThrownBy(() -> new BrowseRequest("q", null, -1, -1, 1)).hasMessageContaining("offset -1");
        assertThatThrownBy(() -> new BrowseRequest("q", null, -1, 0, 10_001)).hasMessageContaining("10001");
        assertThatThrownBy(() -> new RedriveRequest("q", Set.of(), 0, false)).hasMessageContaining("redrive 0");
        assertThatThrownBy(() -> ConsumerOptions.ofQueue("q", "c").withLease(Duration.ofSeconds(-1)))
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
    void shouldTakeAWindowForIdsThatCanBe() {
        var queue = Destination.queue("q");
        assertThat(queue.effectiveDeduplication()).isEqualTo(Destination.DEFAULT_DEDUPLICATION);
        assertThat(queue.withDeduplication(Duration.ZERO).effectiveDeduplication())
                .isZero();
        for (var window : new Duration[] {Duration.ofMillis(-1), Duration.ofDays(8)}) {
            assertThatThrownBy(() -> queue.withDeduplication(window))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining(window.toString());
        }
        assertThat(queue.satisfies(queue.withDeduplication(Destination.DEFAULT_DEDUPLICATION)))
                .isTrue();
        assertThat(queue.satisfies(queue.withDeduplication(Duration.ZERO))).isFalse();
        assertThatThrownBy(() -> new ProducerOptions("a b"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("producer name");
    }
}
