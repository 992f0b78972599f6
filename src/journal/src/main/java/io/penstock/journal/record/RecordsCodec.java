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

    static RecordsCodec of(BatchCompression compression) {
        return switch (compression) {
            case LZ4 -> Lz4Codec.INSTANCE;
            case ZSTD -> Zstd.codec();
            case NONE -> throw new IllegalArgumentException("NONE has no codec");
        };
    }

    /** Looked for at run time, since not every application has the library, and a native image has none. */
    private static final class Zstd {

        private static final RecordsCodec CODEC = find();

        private static RecordsCodec find() {
            try {
                // No constant: a native image would otherwise take it in, and want the library.
                var name = RecordsCodec.class.getPackageName() + ".ZstdCodec";
                return (RecordsCodec)
                        Class.forName(name).getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                return null;
            }
        }

        private static RecordsCodec codec() {
            if (CODEC == null) {
                throw new JournalException("Records are or are to be compressed with Zstandard, which this application"
                        + " has no library for. Add the dependency com.github.luben:zstd-jni, or choose LZ4, which is"
                        + " always there and works in a native image, too.");
            }
            return CODEC;
        }
    }

    abstract OutputStream compressing(OutputStream target) throws IOException;

    abstract InputStream decompressing(InputStream source) throws IOException;

    /** Null if that would not make them smaller, or they are too large. */
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
