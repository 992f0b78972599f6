package io.penstock.quarkus.listener;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransactionTimeoutTest {

    private static final TransactionTimeout BOTH = new TransactionTimeout(30, "shop.timeout");

    @Test
    void shouldPreferThePropertyIfItIsSet() {
        assertThat(BOTH.in(property -> Optional.of(property.equals("shop.timeout") ? " 7 " : "")))
                .isEqualTo(7);
        assertThat(BOTH.in(property -> Optional.empty())).isEqualTo(30);
        assertThat(TransactionTimeout.DEFAULT.in(property -> Optional.of("7"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "7s", "", "99999999999"})
    void shouldNameThePropertyThatIsNoNumberOfSeconds(String text) {
        assertThatThrownBy(() -> BOTH.in(property -> Optional.of(text)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("shop.timeout = " + text);
    }
}
