package io.penstock.connector;

import io.penstock.DeadLetterPolicy;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.connector.attribute.FailureStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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
        assertThat(settings.ownFailureStrategy()).contains(FailureStrategy.RETRY);
        assertThat(settings.waitForSettlement()).isFalse();
        assertThat(settings.policies().configured()).isFalse();
        assertThat(settings.policies().retry()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(settings.policies().deadLetter()).isEqualTo(DeadLetterPolicy.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "partitions, \u0663, use the digits 0 to 9",
        "max-inflight-messages, 1\u0663, use the digits 0 to 9",
        "close-timeout, 106751991167301d, it is longer than any duration can be",
        "lease, 106751991167301d, it is longer than any duration can be",
        "lease, 106751991167300d, use PT0S to PT87840H",
    })
    void shouldNameTheAttributeWhoseValueReadersOfConfigurationTakeOrRefuseWithoutIt(
            String attribute, String value, String remedy) {
        assertThatThrownBy(() -> ChannelConfig.incoming("orders", attribute, value))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("Channel 'orders': attribute '" + attribute + "' is '")
                .hasMessageContaining(remedy);
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
                "retry.max-duration",
                "PT1H",
                "retry.retry-on",
                "java.io.IOException, com.acme.Shop$Closed",
                "retry.abort-on",
                "java.io.FileNotFoundException",
                "dead-letter-queue",
                "lost",
                "dead-letter-policy",
                "queue",
                "dead-letter-routes",
                "java.io.IOException=lost.io, com.acme.Shop$Closed = lost.shop",
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
        assertThat(settings.ownFailureStrategy()).contains(FailureStrategy.DEAD_LETTER);
        assertThat(settings.policies().retry())
                .isEqualTo(RetryPolicy.builder()
                        .maxRetries(2)
                        .delay(Duration.ofMillis(500))
                        .factor(3)
                        .maxDelay(Duration.ofSeconds(2))
                        .jitter(Duration.ZERO)
                        .maxDuration(Duration.ofHours(1))
                        .retryOn(List.of("java.io.IOException", "com.acme.Shop$Closed"))
                        .abortOn(List.of("java.io.FileNotFoundException"))
                        .build());
        assertThat(settings.policies().deadLetter())
                .isEqualTo(DeadLetterPolicy.to("lost")
                        .routes(Map.of("java.io.IOException", "lost.io", "com.acme.Shop$Closed", "lost.shop"))
                        .build());
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
        "max-inflight-messages, 0, 'attribute ''max-inflight-messages'' is ''0'': use 1 to 1000000.'",
        "max-inflight-messages, 2000000, 'attribute ''max-inflight-messages'' is ''2000000'': use 1 to 1000000.'",
        "destination, a b, 'attribute ''destination'' is ''a b'': use 1 to 249 letters, digits'",
        "destination, ' ', 'attribute ''destination'' is '' '': use 1 to 249 letters, digits'",
        "subscription, a/b, 'attribute ''subscription'' is ''a/b'': use 1 to 249 letters, digits'",
        "partitions, 0, 'attribute ''partitions'' is ''0'': use 1 to 65536.'",
        "partitions, 65537, 'attribute ''partitions'' is ''65537'': use 1 to 65536.'",
        "lease, PT-1S, 'attribute ''lease'' is ''PT-1S'': use PT0S to PT87840H.'",
        "lease, P1000000000D, 'attribute ''lease'' is ''PT24000000000H'': use PT0S to PT87840H.'",
        "close-timeout, P1000000000D, 'attribute ''close-timeout'' is ''PT24000000000H'': use PT0S to PT24H.'",
        "close-timeout, PT-1S, 'attribute ''close-timeout'' is ''PT-1S'': use PT0S to PT24H.'",
        "retry.max-retries, -2, 'attribute ''retry.max-retries'' is ''-2'': use -1 to 2147483647.'",
        "retry.delay, PT-1S, 'attribute ''retry.delay'' is ''PT-1S'': use PT0S to PT87840H.'",
        "retry.jitter, P1000000000D, 'attribute ''retry.jitter'' is ''PT24000000000H'': use PT0S to PT87840H.'",
        "retry.factor, 0.5, 'attribute ''retry.factor'' is ''0.5'': use 1 or more.'",
        "retry.factor, NaN, 'attribute ''retry.factor'' is ''NaN'': use 1 or more.'",
        "retry.max-delay, PT-1S, 'attribute ''retry.max-delay'' is ''PT-1S'': use PT0S to PT87840H.'",
        "retry.max-delay, PT0.1S, 'maxDelay = PT0.1S is less than delay = PT1S'",
        "max-deliveries, 0, 'attribute ''max-deliveries'' is ''0'': use 1 to 2147483647.'",
        "dead-letter-queue, a b, 'attribute ''dead-letter-queue'' is ''a b'': use 1 to 249 letters, digits'",
        "retry.max-duration, PT-1S, 'attribute ''retry.max-duration'' is ''PT-1S'': use PT0S to PT87840H.'",
        "retry.max-duration, PT0.5S, 'maxDuration = PT0.5S does not exceed delay = PT1S'",
        "retry.retry-on, 'a.B,c d', 'attribute ''retry.retry-on'' is ''c d'': use the full name of a class'",
        "retry.abort-on, 1x, 'attribute ''retry.abort-on'' is ''1x'': use the full name of a class'",
        "dead-letter-policy, drop, 'attribute ''dead-letter-policy'' is ''drop'': use ''queue'', ''discard''.'",
        "dead-letter-routes, a.B, 'attribute ''dead-letter-routes'' is ''a.B'': use the name of an exception, ''='''",
        "dead-letter-routes, a.B=x y, 'attribute ''dead-letter-routes'' is ''x y'': use 1 to 249 letters, digits'",
        "dead-letter-routes, '-=x', 'attribute ''dead-letter-routes'' is ''-'': use the full name of a class'",
        "dead-letter-routes, 'a.B=x,a.B=y', 'attribute ''dead-letter-routes'' is ''a.B=y'': it goes to ''x'' already'",
    })
    void shouldRefuseWhatMakesNoSenseAndSayWhat(String attribute, String value, String message) {
        assertThatThrownBy(() -> ChannelConfig.incoming("in", attribute, value))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("Channel 'in': ")
                .hasMessageContaining(message)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @Test
    void shouldRefuseAQueueForDeadLettersThatAreDiscarded() {
        assertThatThrownBy(() ->
                        ChannelConfig.incoming("in", "dead-letter-policy", "discard", "dead-letter-queue", "lost"))
                .hasMessage("Channel 'in': attribute 'dead-letter-policy' is 'discard': it has no use for the"
                        + " 'dead-letter-queue' 'lost': remove one of them, or use 'queue'.");
        assertThat(ChannelConfig.incoming("in", "dead-letter-policy", "discard")
                        .policies()
                        .deadLetter())
                .isEqualTo(DeadLetterPolicy.DISCARD);
    }

    @ParameterizedTest
    @CsvSource({
        "destination, a b, 'attribute ''destination'' is ''a b'': use 1 to 249 letters, digits'",
        "partitions, -1, 'attribute ''partitions'' is ''-1'': use 1 to 65536.'",
        "close-timeout, PT-1S, 'attribute ''close-timeout'' is ''PT-1S'': use PT0S to PT24H.'",
        "max-inflight-messages, -1, 'attribute ''max-inflight-messages'' is ''-1'': use 1 to 1000000.'",
        "propagate-headers, 'a,penstock-b', 'leave out those that begin with ''penstock-'', which the broker sets.'",
    })
    void shouldRefuseWhatMakesNoSenseOfAnOutgoingChannel(String attribute, String value, String message) {
        assertThatThrownBy(() -> ChannelConfig.outgoing("out", attribute, value))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("Channel 'out': ")
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
