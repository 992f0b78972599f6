package io.penstock.quarkus.deployment;

import io.penstock.TypedSender;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadsTest {

    record Order(String number) {}

    @Test
    void shouldFindWhatAnInjectedSenderSends() {
        var order = Type.create(DotName.createSimple(Order.class), Type.Kind.CLASS);
        var orders = ParameterizedType.create(List.class, order);

        assertThat(Payloads.of(ParameterizedType.create(TypedSender.class, orders)))
                .containsExactly(order);
    }
}
