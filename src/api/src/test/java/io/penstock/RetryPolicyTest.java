package io.penstock;

import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetryPolicyTest {

    @Test
    void shouldBackOffExponentiallyUpToTheMaximum() {
        var policy = RetryPolicy.builder()
                .delay(Duration.ofSeconds(1))
                .maxDelay(Duration.ofSeconds(5))
                .jitter(Duration.ZERO)
                .build();

        assertThat(policy.backoff(1, 0.5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.backoff(2, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.backoff(3, 0.5)).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy.backoff(4, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.backoff(1_000_000, 0.5)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldVaryInBothDirectionsWithinBounds() {
        var policy = RetryPolicy.builder()
                .delay(Duration.ofSeconds(1))
                .maxDelay(Duration.ofMillis(1_100))
                .jitter(Duration.ofMillis(1_500))
                .build();

        assertThat(policy.backoff(1, 0)).isZero();
        assertThat(policy.backoff(1, 0.4)).isEqualTo(Duration.ofMillis(700));
        assertThat(policy.backoff(1, 0.999)).isEqualTo(Duration.ofMillis(1_100));
    }

    @Test
    void shouldCountRetriesAfterTheFirstRun() {
        var three = RetryPolicy.builder().maxRetries(3).build();

        assertThat(three.allowsRetryAfter(3)).isTrue();
        assertThat(three.allowsRetryAfter(4)).isFalse();
        assertThat(RetryPolicy.NONE.allowsRetryAfter(1)).isFalse();
        assertThat(RetryPolicy.builder().maxRetries(-1).build().allowsRetryAfter(Integer.MAX_VALUE))
                .isTrue();
    }

    @Test
    void shouldLetTheNearestNamedClassDecideAndAbortWin() {
        var policy = RetryPolicy.builder()
                .retryOn(List.of(IOException.class.getName(), IllegalStateException.class.getName()))
                .abortOn(List.of(FileNotFoundException.class.getName(), IllegalStateException.class.getName()))
                .build();

        assertThat(policy.retries(new IOException())).isTrue();
        assertThat(policy.retries(new FileNotFoundException())).isFalse();
        assertThat(policy.retries(new IllegalStateException())).isFalse();
        assertThat(policy.retries(new IllegalArgumentException())).isFalse();
        assertThat(RetryPolicy.DEFAULT.retries(new Error())).isTrue();
    }

    @Test
    void shouldNameTheValuesThatDoNotFit() {
        assertInvalid(RetryPolicy.builder().maxRetries(-2), "maxRetries = -2");
        assertInvalid(RetryPolicy.builder().factor(0.5), "factor = 0.5");
        assertInvalid(RetryPolicy.builder().factor(Double.NaN), "factor = NaN");
        assertInvalid(RetryPolicy.builder().delay(Duration.ofSeconds(-1)), "delay = PT-1S");
        assertInvalid(RetryPolicy.builder().jitter(Duration.ofSeconds(-1)), "jitter = PT-1S");
        assertInvalid(RetryPolicy.builder().maxDelay(Duration.ofMillis(1)), "maxDelay = PT0.001S");
        assertInvalid(RetryPolicy.builder().maxDuration(Duration.ofSeconds(1)), "maxDuration = PT1S");
        assertInvalid(RetryPolicy.builder().retryOn(Collections.singletonList(null)), "retryOn contains null");
        assertInvalid(RetryPolicy.builder().abortOn(Collections.singletonList(null)), "abortOn contains null");
    }

    private static void assertInvalid(RetryPolicy.Builder builder, String named) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining(named);
    }
}
