package io.penstock.quarkus.listener;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArgumentsTest {

    record Order(String id, int amount) {
        Order {
            if (amount < 0) {
                throw new IllegalArgumentException("negative amount " + amount);
            }
        }
    }

    @Test
    void shouldGiveEachParameterWhatItTakes() throws Exception {
        var delivery = new FakeDelivery("text");
        var parameters = List.of(Parameter.TEXT, Parameter.BYTES, Parameter.MESSAGE, Parameter.DELIVERY);
        var arguments = new Arguments(parameters, null, new ObjectMapper());
        assertThat(arguments.of(delivery))
                .containsExactly("text", delivery.message().body(), delivery.message(), delivery);
    }

    @Test
    void shouldReadJson() throws Exception {
        assertThat(json().of(new FakeDelivery("{\"id\":\"a\",\"amount\":3}"))).containsExactly(new Order("a", 3));
    }

    @Test
    void shouldGiveNullForAMessageWithoutABody() throws Exception {
        assertThat(json().of(new FakeDelivery(null))).containsExactly((Object) null);
    }

    @Test
    void shouldSayWhyABodyCannotBeRead() {
        assertThatThrownBy(() -> json().of(new FakeDelivery("{\"id\":")))
                .isInstanceOf(UnreadableBody.class)
                .hasMessageStartingWith("The body cannot be read as " + Order.class.getName() + ": ");
        assertThatThrownBy(() -> json().of(new FakeDelivery("{\"id\":\"a\",\"amount\":-3}")))
                .isInstanceOf(UnreadableBody.class)
                .hasMessageContaining("negative amount -3");
    }

    private static Arguments json() {
        return new Arguments(List.of(Parameter.JSON), Order.class, new ObjectMapper());
    }
}
