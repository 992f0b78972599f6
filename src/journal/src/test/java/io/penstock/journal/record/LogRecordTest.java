package io.penstock.journal.record;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class LogRecordTest {

    @Test
    void shouldFindSeveralHeadersInOneWalk() {
        var record = record("a", "1", "ab", "2", "größe", "3", "a", "4", "empty", "");

        var found = record.headers(utf8("größe"), utf8("b"), utf8("a"), utf8("empty"));

        assertThat(found).isDeepEqualTo(new byte[][] {utf8("3"), null, utf8("1"), utf8("")});
    }

    @Test
    void shouldFindNoHeaderInARecordWithoutAny() {
        assertThat(record().headers(utf8("a"))).isDeepEqualTo(new byte[][] {null});
        assertThat(record("a", "1").headers()).isEmpty();
    }

    private static LogRecord record(String... namesAndValues) {
        var encoded = EncodedRecord.of(0, utf8("key"), utf8("a body"), sink -> {
            for (var i = 0; i < namesAndValues.length; i += 2) {
                sink.header(namesAndValues[i], utf8(namesAndValues[i + 1]));
            }
        });
        return new LogRecord(encoded.bytes(), 0, encoded.bytes().length, 0, 0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
