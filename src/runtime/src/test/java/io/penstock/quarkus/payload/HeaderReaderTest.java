package io.penstock.quarkus.payload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeaderReaderTest {

    /** An enum whose constants have bodies, and so classes of their own. */
    enum Size {
        SMALL {},
        LARGE {}
    }

    private static Object read(String type, String text) {
        return HeaderReader.of(type).read("h", text);
    }

    @ParameterizedTest
    @CsvSource({
        "byte, -128, -128",
        "short, 32767, 32767",
        "int, ' 7 ', 7",
        "java.lang.Integer, -0, 0",
        "long, 9223372036854775807, 9223372036854775807",
        "java.lang.Long, 5, 5",
        "float, 0.5, 0.5",
        "double, 1e3, 1000.0",
        "boolean, TRUE, true",
        "java.lang.Boolean, false, false",
        "java.time.Instant, 2026-01-31T13:00:00+01:00, 2026-01-31T12:00:00Z",
        "java.time.Duration, PT1M, PT1M",
        "java.time.Duration, 90s, PT1M30S",
        "java.util.UUID, 0B1C4A36-7f5e-4f3a-9a44-0e6f4c1d2b3a, 0b1c4a36-7f5e-4f3a-9a44-0e6f4c1d2b3a",
        "java.time.DayOfWeek, MONDAY, MONDAY",
    })
    void shouldReadAValue(String type, String text, String value) {
        assertThat(read(type, text)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "byte, 128, a whole number from -128 to 127",
        "short, -32769, a whole number from -32768 to 32767",
        "int, 2147483648, a whole number from -2147483648 to 2147483647",
        "int, '', a whole number from -2147483648 to 2147483647",
        "int, 1.0, a whole number from -2147483648 to 2147483647",
        "int, \u0663, a whole number from -2147483648 to 2147483647",
        "long, many, a whole number from -9223372036854775808 to 9223372036854775807",
        "double, '1,5', a number",
        "boolean, yes, true or false",
        "java.time.Instant, 2026-02-30T12:00:00Z, a time such as 2026-01-31T12:00:00Z",
        "java.time.Duration, '', a duration such as PT1M30S or 90s",
        "java.time.Duration, 99999999999999999d, a duration such as PT1M30S or 90s",
        "java.util.UUID, 1-1-1-1-1, an id such as 0b1c4a36-7f5e-4f3a-9a44-0e6f4c1d2b3a",
    })
    void shouldSayWhatIsWantedOfAValueThatItCannotRead(String type, String text, String wanted) {
        assertThatThrownBy(() -> read(type, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The header 'h' cannot be read as " + type + ": '" + text + "' is not " + wanted + ".");
    }

    @Test
    void shouldReadTheConstantsOfAnEnumByTheirNamesAlone() {
        assertThat(read(Size.class.getName(), "LARGE")).isEqualTo(Size.LARGE);
        assertThatThrownBy(() -> read(Size.class.getName(), "large"))
                .hasMessage("The header 'h' cannot be read as " + Size.class.getName()
                        + ": 'large' is not one of SMALL, LARGE.");
    }

    @Test
    void shouldGiveNullForAHeaderThatIsNotThereUnlessTheTypeIsPrimitive() {
        assertThat(read("java.lang.Integer", null)).isNull();
        assertThat(read(Size.class.getName(), null)).isNull();
        assertThatThrownBy(() -> read("int", null))
                .hasMessage("There is no header 'h', which the method takes as int, and so has to have.");
    }

    @Test
    void shouldShowTheBeginningOfALongValue() {
        assertThatThrownBy(() -> read("int", "x".repeat(5_000)))
                .hasMessageContaining("'" + "x".repeat(100) + "…' is not");
        assertThatThrownBy(() -> read("int", "x".repeat(99) + "\ud83d\ude00".repeat(9)))
                .hasMessageContaining("'" + "x".repeat(99) + "…' is not");
    }

    @Test
    void shouldShowAValueInOneLineThatSteersNoTerminal() {
        assertThatThrownBy(() -> read("boolean", "a\nb\u001b[2J"))
                .hasMessageContaining("'a\\u{a}b\\u{1b}[2J' is not true or false");
    }

    @Test
    void shouldReadWhatAReaderOfConfigurationReads() {
        assertThat(read("java.time.Duration", "10")).isEqualTo(Duration.ofSeconds(10));
    }
}
