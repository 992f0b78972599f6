package io.penstock.jms.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The tables of sections 3.5.4 and 3.11.3, cell by cell: X means that the row's type can be read as the column's. */
class ConversionTest {

    private static final String[] COLUMNS = {"boolean", "byte", "short", "char", "int", "long", "float", "double"};

    @FunctionalInterface
    private interface Read {
        Object of(Object value) throws JMSException;
    }

    private static Map<String, Read> reads() {
        var reads = new LinkedHashMap<String, Read>();
        reads.put("boolean", Conversion::toBoolean);
        reads.put("byte", Conversion::toByte);
        reads.put("short", Conversion::toShort);
        reads.put("char", Conversion::toChar);
        reads.put("int", Conversion::toInt);
        reads.put("long", Conversion::toLong);
        reads.put("float", Conversion::toFloat);
        reads.put("double", Conversion::toDouble);
        reads.put("String", Conversion::toText);
        reads.put("byte[]", Conversion::toBytes);
        return reads;
    }

    private static Object sample(String type) {
        return switch (type) {
            case "boolean" -> true;
            case "byte" -> (byte) 1;
            case "short" -> (short) 1;
            case "char" -> '1';
            case "int" -> 1;
            case "long" -> 1L;
            case "float" -> 1f;
            case "double" -> 1d;
            case "String" -> "1";
            default -> new byte[] {1};
        };
    }

    @ParameterizedTest
    @CsvSource({
        // written, readable as
        "boolean, boolean String",
        "byte,    byte short int long String",
        "short,   short int long String",
        "char,    char String",
        "int,     int long String",
        "long,    long String",
        "float,   float double String",
        "double,  double String",
        "String,  boolean byte short int long float double String",
        "byte[],  byte[]"
    })
    void shouldConvertExactlyWhatTheTableAllows(String written, String readable) throws JMSException {
        var allowed = java.util.List.of(readable.split(" "));

        for (var read : reads().entrySet()) {
            var value = sample(written);
            if (allowed.contains(read.getKey())) {
                assertThat(read.getValue().of(value))
                        .as("%s read as %s", written, read.getKey())
                        .isEqualTo(expected(written, read.getKey()));
            } else {
                assertThatThrownBy(() -> read.getValue().of(value))
                        .as("%s read as %s", written, read.getKey())
                        .isInstanceOf(MessageFormatException.class);
            }
        }
    }

    private static Object expected(String written, String read) {
        return switch (read) {
            case "boolean" -> written.equals("boolean");
            case "String" -> String.valueOf(sample(written));
            default -> sample(read);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long"})
    void shouldFailAsTheParserDoesWhenTextIsNoNumber(String type) {
        assertThatThrownBy(() -> reads().get(type).of("one")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> reads().get(type).of(null)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "double", "char"})
    void shouldFailWithNullPointerWhenThereIsNoValue(String type) {
        assertThatThrownBy(() -> reads().get(type).of(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldReadAMissingValueAsFalseAndNull() throws JMSException {
        assertThat(Conversion.toBoolean(null)).isFalse();
        assertThat(Conversion.toText(null)).isNull();
        assertThat(Conversion.toBytes(null)).isNull();
        assertThat(Conversion.toBoolean("TRUE")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"boolean", "byte", "short", "int", "long", "float", "double", "String"})
    void shouldCarryPropertiesWithTheirTypesThroughTheLog(String type) throws JMSException {
        var message = new PenstockMessage();
        message.setObjectProperty("value", sample(type));

        var received = Samples.throughTheLog(message);

        assertThat(received.getObjectProperty("value")).isEqualTo(sample(type));
        for (String column : COLUMNS) {
            assertThat(readable(received, column)).as("read as %s", column).isEqualTo(readable(message, column));
        }
    }

    private static boolean readable(PenstockMessage message, String type) {
        try {
            switch (type) {
                case "boolean" -> message.getBooleanProperty("value");
                case "byte" -> message.getByteProperty("value");
                case "short" -> message.getShortProperty("value");
                case "int" -> message.getIntProperty("value");
                case "long" -> message.getLongProperty("value");
                case "float" -> message.getFloatProperty("value");
                case "double" -> message.getDoubleProperty("value");
                default -> message.getStringProperty("value");
            }
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    @Test
    void shouldRefuseTypesThatCannotBeCarried() {
        var message = new PenstockMessage();

        assertThatThrownBy(() -> message.setObjectProperty("when", new java.util.Date()))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.util.Date");
        assertThatThrownBy(() -> message.setObjectProperty("letter", 'a')).isInstanceOf(MessageFormatException.class);
    }
}
