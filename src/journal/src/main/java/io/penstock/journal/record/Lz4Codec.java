package io.penstock.journal.record;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Compresses to LZ4 frames of independent blocks, the only kind that Kafka's clients read. Java alone, without unsafe
 * memory.
 */
final class Lz4Codec extends RecordsCodec {

    static final Lz4Codec INSTANCE = new Lz4Codec();

    private Lz4Codec() {}

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
}
