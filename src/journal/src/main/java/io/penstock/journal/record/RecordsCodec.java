package io.penstock.journal.record;

import io.penstock.journal.JournalException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Compresses the records of a batch as one, in the way that Kafka's clients understand. Safe for use by any thread. */
abstract class RecordsCodec {

    /**
     * The most that a batch's records may come to. A few bytes can claim to be gigabytes; and a batch that exceeds this
     * was never compressed by us.
     */
    static final int MAX_RECORDS_BYTES = 64 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    /** @throws JournalException.NoCodec if it does not work in this process */
    static RecordsCodec of(BatchCompression compression) {
        var found = Codecs.of(compression);
        if (found.codec() == null) {
            throw new JournalException.NoCodec(found.problem());
        }
        return found.codec();
    }

    abstract OutputStream compressing(OutputStream target) throws IOException;

    abstract InputStream decompressing(InputStream source) throws IOException;

    /** Compresses records. The result is null if that would not make them smaller, or if they are too large. */
    byte[] compress(byte[] records, int from, int to) {
        if (to - from > MAX_RECORDS_BYTES) {
            return null;
        }
        var target = new ByteArrayOutputStream((to - from) / 2 + 64);
        try (var stream = compressing(target)) {
            stream.write(records, from, to - from);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return target.size() < to - from ? target.toByteArray() : null;
    }

    byte[] decompress(byte[] batch, int from) {
        var target = new ByteArrayOutputStream(CHUNK_BYTES);
        try (var stream = decompressing(new ByteArrayInputStream(batch, from, batch.length - from))) {
            var chunk = new byte[CHUNK_BYTES];
            for (var count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                if (target.size() + count > MAX_RECORDS_BYTES) {
                    throw new JournalException.Corrupted(
                            "The records of a compressed record batch exceed " + MAX_RECORDS_BYTES + " bytes.");
                }
                target.write(chunk, 0, count);
            }
        } catch (JournalException.Corrupted e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new JournalException.Corrupted("The records of a record batch cannot be decompressed: " + e + ".");
        }
        return target.toByteArray();
    }
}
