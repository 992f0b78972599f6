package io.penstock.journal.record;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Compresses to Zstandard frames, by an optional library with native code. Nothing but {@link Codecs} may name this
 * class.
 */
final class ZstdCodec extends RecordsCodec {

    ZstdCodec() {}

    @Override
    OutputStream compressing(OutputStream target) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target);
    }

    @Override
    InputStream decompressing(InputStream source) throws IOException {
        return new ZstdInputStreamNoFinalizer(source);
    }
}
