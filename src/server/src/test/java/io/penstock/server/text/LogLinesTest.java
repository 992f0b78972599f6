package io.penstock.server.text;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTest {

    private static final String FORGED = "k\n12:00:00.000 ERROR [quarkus] gone\u001b[2J\u2028";

    private final LogLines filter = new LogLines();

    /** As the console shows it. */
    private String shown(ExtLogRecord entry) {
        assertThat(filter.isLoggable(entry)).isTrue();
        return new PatternFormatter("%s%e%n").format(entry);
    }

    private static ExtLogRecord entry(String message, ExtLogRecord.FormatStyle style, Object... parameters) {
        var entry = new ExtLogRecord(Level.WARN, message, style, LogLinesTest.class.getName());
        entry.setParameters(parameters);
        return entry;
    }

    @Test
    void shouldKeepAnEntryOnItsLine() {
        assertThat(shown(entry("The key is '%s'.", ExtLogRecord.FormatStyle.PRINTF, FORGED)))
                .isEqualTo("The key is 'k\\u{a}12:00:00.000 ERROR [quarkus] gone\\u{1b}[2J\\u{2028}'.\n");
        assertThat(shown(entry("The key is {0}", ExtLogRecord.FormatStyle.MESSAGE_FORMAT, "a\rb")))
                .isEqualTo("The key is a\\u{d}b\n");
    }

    @Test
    void shouldLeaveOthersAsTheyAre() {
        assertThat(shown(entry("100 %% of '%s' €", ExtLogRecord.FormatStyle.PRINTF, "Zoë")))
                .isEqualTo("100 % of 'Zoë' €\n");
    }

    @Test
    void shouldKeepTheMessagesOfFailuresOnTheirLines() {
        var entry = entry("Failed", ExtLogRecord.FormatStyle.NO_FORMAT);
        var failure = new IllegalStateException(FORGED, new IOException("also\n" + FORGED));
        failure.addSuppressed(new IOException(FORGED));
        entry.setThrown(failure);

        var shown = shown(entry);

        assertThat(shown.lines()).noneMatch(line -> line.startsWith("12:00"));
        assertThat(shown)
                .contains("IllegalStateException: k\\u{a}12:00", "Caused by: java.io.IOException: also\\u{a}k")
                .contains("at " + LogLinesTest.class.getName());
    }

    @Test
    void shouldPassOverConnectionsThatComeWhileTheServerStops() {
        var entry =
                entry("Failed to register an accepted channel: [id: 0x425f6ca5]", ExtLogRecord.FormatStyle.NO_FORMAT);
        entry.setLoggerName("io.netty.bootstrap.ServerBootstrap");
        entry.setThrown(new IllegalStateException());

        assertThat(LateConnections.isOne(entry, true)).isTrue();
        assertThat(LateConnections.isOne(entry, false)).as("while it runs").isFalse();
        entry.setThrown(new OutOfMemoryError());
        assertThat(LateConnections.isOne(entry, true)).as("for another reason").isFalse();
        assertThat(filter.isLoggable(entry)).isTrue();
    }
}
