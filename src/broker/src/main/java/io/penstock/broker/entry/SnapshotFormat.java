package io.penstock.broker.entry;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * All journaled state at one place of the journal, as entries that rebuild it: there is one format, and one path that
 * applies it.
 *
 * <pre>
 * snapshot   version:u8(1) { length:n entry }*     until the end; n and entry as in {@link EntryCodec}
 * </pre>
 *
 * <p>What exists comes first, then the progress of each subscription, which may refer to it. Where partitions end is
 * not part of it: the log knows.
 */
public final class SnapshotFormat {

    private static final int VERSION = 1;

    private SnapshotFormat() {}

    /** @throws UnreadableEntryException if the bytes are no snapshot */
    public static void read(ByteBuffer snapshot, Consumer<Entry> state) {
        var in = new EntryReader(snapshot);
        int version = in.octet();
        if (version != VERSION) {
            throw new UnreadableEntryException("a snapshot is of the unknown version " + version);
        }
        while (in.hasMore()) {
            state.accept(EntryCodec.decode(in.nested()));
        }
    }

    /** Collects the entries of a snapshot, each behind its length. Used by one thread at a time. */
    public static final class Writer {

        private final EntryWriter bytes = new EntryWriter();
        private final EntryWriter entry = new EntryWriter();

        private Writer() {}

        /** A writer that begins a snapshot. */
        public static Writer first() {
            var writer = new Writer();
            writer.bytes.octet(VERSION);
            return writer;
        }

        /** A writer of entries that another writer appends to its own. */
        public static Writer part() {
            return new Writer();
        }

        public void add(Entry added) {
            entry.reset();
            EntryCodec.write(entry, added);
            bytes.nested(entry);
        }

        public void append(Writer part) {
            bytes.append(part.bytes);
        }

        public byte[] toBytes() {
            return bytes.toBytes();
        }
    }
}
