package io.penstock.quarkus.listener;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import io.penstock.quarkus.listener.ListenerDefinition.ParameterKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

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
        var parameters = Stream.of(
                        ParameterKind.TEXT, ParameterKind.BYTES, ParameterKind.MESSAGE, ParameterKind.DELIVERY)
                .map(Parameter::of)
                .toList();
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

    /** A class of the application that reads itself, and fails as a defect or endless recursion would. */
    @JsonDeserialize(using = Failing.class)
    record Odd(String id) {}

    static final class Failing extends StdDeserializer<Odd> {

        private static final long serialVersionUID = 1L;

        Failing() {
            super(Odd.class);
        }

        @Override
        public Odd deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            switch (parser.getText()) {
                case "runtime" -> throw new IllegalStateException("a defect");
                case "deep" -> throw new StackOverflowError("too deep");
                case "class" -> throw new NoClassDefFoundError("com/acme/Missing");
                case "silent" -> throw new Silent();
                default -> {
                    return new Odd(parser.getText());
                }
            }
        }
    }

    private static final class Silent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("it cannot even be described");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "deep", "class", "silent"})
    void shouldTakeAnythingThatADeserializerThrowsForAnUnreadableBody(String body) throws Exception {
        var odd = new Arguments(List.of(Parameter.of(ParameterKind.JSON)), Odd.class, new ObjectMapper());

        assertThatThrownBy(() -> odd.of(new FakeDelivery('"' + body + '"')))
                .isInstanceOf(UnreadableBody.class)
                .hasMessageStartingWith("The body cannot be read as " + Odd.class.getName() + ": ");
        assertThat(odd.of(new FakeDelivery("\"well\""))).containsExactly(new Odd("well"));
    }

    private static Arguments json() {
        return new Arguments(List.of(Parameter.of(ParameterKind.JSON)), Order.class, new ObjectMapper());
    }
}
