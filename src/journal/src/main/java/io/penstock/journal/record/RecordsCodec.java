package io.penstock.journal.record;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.penstock.journal.JournalException;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Compresses the records of a batch as one, in the way that Kafka's clients understand. */
enum RecordsCodec {

    /** LZ4 frames of independent blocks, which is the only kind that Kafka's clients read. Java code alone. */
    LZ4 {
        @Override
        OutputStream compressing(OutputStream target) throws IOException {
            return new LZ4FrameOutputStream(
                    target,
                    LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                    -1,
                    LZ4Factory.safeInstance().fastCompressor(),
                    XXHashFactory.safeInstance().hash32(),
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
        }

        @Override
        InputStream decompressing(InputStream source) throws IOException {
            return new LZ4FrameInputStream(
                    source,
                    LZ4Factory.safeInstance().safeDecompressor(),
                    XXHashFactory.safeInstance().hash32());
        }
    },

    /** Needs an optional library. */
    ZSTD {
        @Override
        OutputStream compressing(OutputStream target) throws IOException {
            return new ZstdOutputStreamNoFinalizer(target);
        }

        @Override
        InputStream decompressing(InputStream source) throws IOException {
            return new ZstdInputStreamNoFinalizer(source);
        }
    };

    /**
     * The most that a batch's records may come to. A few bytes can claim to be gigabytes; and a batch that exceeds this
     * was never compressed by us.
     */
    static final int MAX_RECORDS_BYTES = 64 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    static RecordsCodec of(Compression compression) {
        return switch (compression) {
            case LZ4 -> LZ4;
            case ZSTD -> ZSTD;
            case NONE -> throw new IllegalArgumentException("NONE has no codec");
        };
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
        } catch (LinkageError e) {
            throw missing(e);
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
        } catch (IOException | RuntimeException e) {
            if (e instanceof JournalException.Corrupted corrupted) {
                throw corrupted;
            }
            throw new JournalException.Corrupted(
                    "The records of a record batch cannot be decompressed (" + name() + ": " + e + ").");
        } catch (LinkageError e) {
            throw missing(e);
        }
        return target.toByteArray();
    }

    private JournalException missing(LinkageError e) {
        return new JournalException(
                "Records are to be compressed with " + name() + ", which this application has no library for (" + e
                        + "). Add the dependency com.github.luben:zstd-jni, or choose LZ4.",
                e);
    }
}
