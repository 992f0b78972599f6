package io.penstock.server.sample;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldWriteOverTheProgressLineOnATerminal() {
        var console = new Console(out, true, nanos::get);

        console.progress("10 %");
        console.progress("20 %");
        console.line("done");

        assertThat(printed()).isEqualTo("\r\u001b[K10 %\r\u001b[K20 %\r\u001b[Kdone\n");
    }

    @Test
    void shouldPrintALineNowAndThenElsewhere() {
        var console = new Console(out, false, nanos::get);

        console.progress("too early");
        nanos.addAndGet(Console.LINE_INTERVAL.toNanos());
        console.progress("now");
        console.progress("too early again");
        nanos.addAndGet(Console.LINE_INTERVAL.toNanos());
        console.progress("then");

        assertThat(printed()).isEqualTo("now\nthen\n");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
