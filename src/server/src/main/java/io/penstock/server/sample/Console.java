package io.penstock.server.sample;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a sample: on a terminal one line that is written over, elsewhere a line every few seconds. It
 * is safe for any thread.
 */
public final class Console {

    /** Often enough to show in a log file that it goes on, without filling it. */
    static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private boolean progressShown;
    private long nextLineNanos;

    /**
     * @param terminal whether {@code out} takes control sequences
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public Console(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        nextLineNanos = nanoTime.getAsLong() + LINE_INTERVAL.toNanos();
    }

    /** Shows how far it is, in place of what was shown before. */
    public synchronized void progress(String line) {
        if (terminal) {
            out.print(ERASE_LINE + line);
            out.flush();
            progressShown = true;
        } else if (nanoTime.getAsLong() - nextLineNanos >= 0) {
            out.println(line);
            nextLineNanos = nanoTime.getAsLong() + LINE_INTERVAL.toNanos();
        }
    }

    /** Prints a line that stays. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** Takes away what {@link #progress} shows. */
    public synchronized void clear() {
        if (progressShown) {
            out.print(ERASE_LINE);
            out.flush();
            progressShown = false;
        }
    }
}
