package io.penstock.postgres.outbox;

import io.smallrye.config.WithConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Method;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxConfigTest {

    @Test
    void shouldReadEveryNumberByItsDigits() {
        assertThat(Stream.of(OutboxConfig.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == int.class || method.getReturnType() == long.class))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(converter(method)).isEqualTo(OutboxNumber.class));
    }

    private static Class<?> converter(Method method) {
        var converter = method.getAnnotation(WithConverter.class);
        return converter == null ? null : converter.value();
    }

    @Test
    void shouldReadNumbers() {
        assertThat(new OutboxNumber().convert(" 20 ")).isEqualTo(20);
        assertThat(new OutboxNumber().convert("-1")).isEqualTo(-1);
        assertThat(new OutboxNumber().convert(" ")).isNull();
    }

    /** The reader of configuration names the property and its value for each exception of this kind. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0662\u0660", "\uff13", "+2", "99999999999", "many"})
    void shouldRefuseWhatIsNoNumberOfTheDigitsOfAscii(String value) {
        assertThatThrownBy(() -> new OutboxNumber().convert(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
