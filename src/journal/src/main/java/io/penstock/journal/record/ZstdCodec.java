package io.penstock.journal.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard frames, by an optional library with native code. Nothing but {@link RecordsCodec#of} may name this class.
 */
final class ZstdCodec extends RecordsCodec {

    ZstdCodec() {
        // Loads the native code, so that its absence shows here and not in the middle of a batch.
        Zstd.defaultCompressionLevel();
    }

    @Override
    OutputStream compressing(OutputStream target) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target);
    }

    @Override
    InputStream decompressing(InputStream source) throws IOException {
        return new ZstdInputStreamNoFinalizer(source);
    }
}
