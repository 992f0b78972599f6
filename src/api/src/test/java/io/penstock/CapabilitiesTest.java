package io.penstock;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CapabilitiesTest {

    @Test
    void shouldSayWhatAnEngineCanDoAndHowFar() {
        var some = Capabilities.builder()
                .support(Capability.TRANSACTIONS, Capability.BROWSING)
                .limit(EngineLimit.SCHEDULES, 10)
                .build();

        assertThat(some.supports(Capability.BROWSING)).isTrue();
        assertThat(some.supports(Capability.EXCHANGES)).isFalse();
        assertThat(some.limit(EngineLimit.SCHEDULES)).hasValue(10);
        assertThat(some.limit(EngineLimit.EXCHANGES)).isEmpty();
        assertThat(some.limit(EngineLimit.SCHEDULES, 5)).isEqualTo(5);
        assertThat(some.limit(EngineLimit.EXCHANGES, 5)).isEqualTo(5);
    }

    @Test
    void shouldRefuseByNameWhatIsNotThere() {
        var none = Capabilities.builder().build();

        assertThatThrownBy(() -> none.require(Capability.TEMPORARY_DESTINATIONS, "A temporary queue"))
                .isInstanceOf(PenstockException.Unsupported.class)
                .hasMessageStartingWith("A temporary queue needs")
                .hasMessageContaining("TEMPORARY_DESTINATIONS");
    }

    @Test
    void shouldCopyAndCompare() {
        var one = Capabilities.builder()
                .support(Capability.SEEKS)
                .limit(EngineLimit.BINDINGS, 3)
                .build();

        assertThat(one.copy().build()).isEqualTo(one).hasSameHashCodeAs(one).hasToString(one.toString());
        assertThat(one.copy().without(Capability.SEEKS).build()).isNotEqualTo(one);
        assertThat(one.toString()).contains("SEEKS").contains("BINDINGS=3");
    }

    @Test
    void shouldTakeOffWhatStagesWrapAroundAFailure() {
        var failure = new PenstockException.Conflict("no");

        assertThat(PenstockException.causeOf(new CompletionException(new ExecutionException(failure))))
                .isSameAs(failure);
        assertThat(PenstockException.causeOf(failure)).isSameAs(failure);
        var bare = new CompletionException("bare", null);
        assertThat(PenstockException.causeOf(bare)).isSameAs(bare);
    }
}
