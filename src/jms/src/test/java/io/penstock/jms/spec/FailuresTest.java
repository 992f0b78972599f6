package io.penstock.jms.spec;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import jakarta.jms.InvalidSelectorException;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {

    @Test
    void shouldTellOfAnInvalidFilterAsAnInvalidSelector() {
        var cause = new PenstockException.InvalidFilter("color = ", 8, "expected a value");

        assertThat(Failures.of(cause))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessage(cause.getMessage())
                .hasCause(cause)
                .extracting(failure -> failure.getErrorCode())
                .isEqualTo("INVALID_SELECTOR");
    }
}
