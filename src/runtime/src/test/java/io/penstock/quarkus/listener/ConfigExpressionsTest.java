package io.penstock.quarkus.listener;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigExpressionsTest {

    private final ConfigExpressions expressions = new ConfigExpressions(
            name -> Optional.ofNullable(Map.of("orders.queue", "orders").get(name)));

    @Test
    void shouldLeavePlainNamesAlone() {
        assertThat(expressions.resolve("orders.new")).isEqualTo("orders.new");
    }

    @Test
    void shouldResolveAPropertyWithinAName() {
        assertThat(expressions.resolve("${orders.queue}.priority")).isEqualTo("orders.priority");
    }

    @Test
    void shouldTakeTheDefaultOfAPropertyThatIsNotSet() {
        assertThat(expressions.resolve("${other.queue:others}")).isEqualTo("others");
    }

    @Test
    void shouldNameThePropertyThatIsNotSet() {
        assertThatThrownBy(() -> expressions.resolve("${other.queue}"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("'${other.queue}' refers to the property 'other.queue', which is not set.");
    }
}
