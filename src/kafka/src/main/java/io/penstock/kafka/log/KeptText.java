package io.penstock.kafka.log;

import io.penstock.broker.alert.AlertStore;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The text that the broker keeps of its alerts: the last one that stands in the journal, or in the snapshot. Written by
 * the thread of alerts, told by the writer of the log.
 */
public final class KeptText implements AlertStore {

    private volatile byte[] text = {};
    private final AtomicReference<@Nullable Consumer<Append>> log = new AtomicReference<>();

    /** What it is in the log. */
    static final class Written extends Append {

        private final byte[] text;
        private volatile @Nullable JournalException refusal;

        private Written(byte[] text) {
            super(true);
            this.text = text;
        }

        byte[] text() {
            return text;
        }

        @Override
        public void durable() {
            // Whoever wrote it waits.
        }

        @Override
        public void failed(JournalException cause) {
            refusal = cause;
        }
    }

    /** From here on it is written to that log. */
    void writeTo(Consumer<Append> appendAndWait) {
        log.set(appendAndWait);
    }

    /** That is the text from here on. Told in the order of the journal. */
    void told(byte[] last) {
        text = last;
    }

    /** The text as of now, in the order of the journal. */
    byte[] now() {
        return text;
    }

    @Override
    public Optional<String> read() {
        return text.length == 0 ? Optional.empty() : Optional.of(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void write(String next) throws IOException {
        var open = log.get();
        if (open == null) {
            throw new IOException("the log is not open");
        }
        var written = new Written(next.getBytes(StandardCharsets.UTF_8));
        open.accept(written);
        var refusal = written.refusal;
        if (refusal != null) {
            throw new IOException(refusal);
        }
    }

    /** The journal has it for as long as it goes back. */
    @Override
    public String putAside() throws IOException {
        write("");
        return "the journal, for as long as it goes back";
    }
}
