package io.penstock.connector;

import io.penstock.DeadLetterPolicy;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChannelSettingsTest {

    @Test
    void shouldDefaultToAQueueChannelNamedLikeTheChannel() {
        var settings = ChannelConfig.incoming("orders");

        assertThat(settings.destination()).isEqualTo("orders");
        assertThat(settings.kind()).isEmpty();
        assertThat(settings.subscription()).isEmpty();
        assertThat(settings.autoDeclare()).isTrue();
        assertThat(settings.maxInflight()).isEqualTo(1024);
        assertThat(settings.lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.failureStrategy()).isEqualTo(FailureStrategy.RETRY);
        assertThat(settings.waitForSettlement()).isFalse();
        assertThat(settings.policies().configured()).isFalse();
        assertThat(settings.policies().retry()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(settings.policies().deadLetter()).isEqualTo(DeadLetterPolicy.DEFAULT);
    }

    @Test
    void shouldTakeEveryIncomingAttribute() {
        var settings = ChannelConfig.incoming(
                "in",
                "destination",
                "prices",
                "kind",
                "topic",
                "partitions",
                "8",
                "subscription",
                "billing",
                "start",
                "earliest",
                "ordering",
                "key",
                "max-inflight-messages",
                "5",
                "lease",
                "PT30S",
                "failure-strategy",
                "dead-letter",
                "retry.max-retries",
                "2",
                "retry.delay",
                "PT0.5S",
                "retry.factor",
                "3",
                "retry.max-delay",
                "PT2S",
                "retry.jitter",
                "PT0S",
                "dead-letter-queue",
                "lost",
                "max-deliveries",
                "9",
                "broadcast",
                "true",
                "wait-for-settlement",
                "true");

        assertThat(settings.destination()).isEqualTo("prices");
        assertThat(settings.kind()).contains(DestinationKind.TOPIC);
        assertThat(settings.partitions()).contains(8);
        assertThat(settings.subscription()).contains("billing");
        assertThat(settings.start()).contains(StartPosition.EARLIEST);
        assertThat(settings.ordering()).contains(Ordering.KEY);
        assertThat(settings.maxInflight()).isEqualTo(5);
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.failureStrategy()).isEqualTo(FailureStrategy.DEAD_LETTER);
        assertThat(settings.policies().retry())
                .isEqualTo(RetryPolicy.builder()
                        .maxRetries(2)
                        .delay(Duration.ofMillis(500))
                        .factor(3)
                        .maxDelay(Duration.ofSeconds(2))
                        .jitter(Duration.ZERO)
                        .build());
        assertThat(settings.policies().deadLetter()).isEqualTo(DeadLetterPolicy.to("lost"));
        assertThat(settings.policies().maxDeliveries()).isEqualTo(9);
        assertThat(settings.policies().configured()).isTrue();
        assertThat(settings.broadcast()).isTrue();
        assertThat(settings.waitForSettlement()).isTrue();
    }

    @Test
    void shouldTakeEveryOutgoingAttribute() {
        var settings = ChannelConfig.outgoing(
                "out",
                "destination",
                "prices",
                "kind",
                "topic",
                "partitions",
                "8",
                "key",
                "k",
                "propagate-key",
                "true",
                "propagate-headers",
                "trace, tenant",
                "max-inflight-messages",
                "5",
                "wait-for-write-completion",
                "false");

        assertThat(settings.destination()).isEqualTo("prices");
        assertThat(settings.kind()).contains(DestinationKind.TOPIC);
        assertThat(settings.partitions()).contains(8);
        assertThat(settings.key()).contains("k");
        assertThat(settings.propagateKey()).isTrue();
        assertThat(settings.propagateHeaders()).isEqualTo(List.of("trace", "tenant"));
        assertThat(settings.maxInflight()).isEqualTo(5);
        assertThat(settings.waitForWriteCompletion()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "kind, stream, 'Channel ''in'': attribute ''kind'' is ''stream'': use ''queue'', ''topic''.'",
        "start, yesterday, 'attribute ''start'' is ''yesterday'': use ''earliest'', ''latest'', ''offset:42'' or a time'",
        "ordering, total, 'attribute ''ordering'' is ''total'': use ''none'', ''key'', ''group'', ''partition''.'",
        "failure-strategy, panic, 'use ''retry'', ''dead-letter'', ''release'', ''ignore'', ''fail''.'",
        "max-inflight-messages, 0, 'attribute ''max-inflight-messages'' is ''0'': use 1 to 1000000.'",
        "lease, PT-1S, 'attribute ''lease'' is ''PT-1S'': it must not be negative.'",
        "retry.max-retries, -2, 'Channel ''in'': Invalid retry policy: maxRetries = -2'",
        "retry.max-delay, PT0.1S, 'Channel ''in'': Invalid retry policy: maxDelay = PT0.1S is less than delay = PT1S'",
        "dead-letter-queue, a b, 'Channel ''in'': ''a b'' is no valid dead-letter queue name'",
    })
    void shouldRefuseWhatMakesNoSenseAndSayWhat(String attribute, String value, String message) {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", attribute, value))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNameTheAttributeThatIsNoNumber() {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", "partitions", "many"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partitions")
                .hasMessageContaining("many");
    }
}
