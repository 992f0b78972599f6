package io.penstock.journal.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the compression codecs that work in this process. Each is tried when it is first asked for: a native library
 * that cannot be loaded, or that a native image lacks, shows there and not in the middle of a move.
 */
final class Codecs {

    private static final byte[] TRIAL = "penstock ".repeat(100).getBytes(StandardCharsets.US_ASCII);

    private Codecs() {}

    /**
     * The result of trying a codec.
     *
     * @param codec null if it does not work
     * @param problem why it does not, and what to do; null if it does
     */
    record Found(RecordsCodec codec, String problem) {}

    @FunctionalInterface
    private interface Source {
        RecordsCodec get() throws ReflectiveOperationException;
    }

    static Found of(BatchCompression compression) {
        return switch (compression) {
            case LZ4 -> Lz4.FOUND;
            case ZSTD -> Zstd.FOUND;
            case NONE -> throw new IllegalArgumentException("NONE has no codec");
        };
    }

    private static final class Lz4 {
        private static final Found FOUND =
                find(() -> Lz4Codec.INSTANCE, "LZ4 cannot be used here", "choose no compression.");
    }

    /** Looks for the codec of an optional library at run time, since not every application has it. */
    private static final class Zstd {
        private static final Found FOUND = find(
                Zstd::instance,
                "Zstandard cannot be used here",
                "it needs the dependency com.github.luben:zstd-jni, whose native code is unpacked into the directory"
                        + " for temporary files. Add it and see that files there may be executed, or choose LZ4, which"
                        + " is always there.");

        private static RecordsCodec instance() throws ReflectiveOperationException {
            // No constant: a native image would otherwise take it in, and want the library.
            var name = RecordsCodec.class.getPackageName() + ".ZstdCodec";
            return (RecordsCodec) Class.forName(name).getDeclaredConstructor().newInstance();
        }
    }

    private static Found find(Source source, String problem, String remedy) {
        try {
            var codec = source.get();
            var compressed = codec.compress(TRIAL, 0, TRIAL.length);
            if (compressed != null && Arrays.equals(TRIAL, codec.decompress(compressed, 0))) {
                return new Found(codec, null);
            }
            return new Found(null, problem + " (what was compressed is not read back): " + remedy);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            // Native images have errors of their own for what they lack.
            return new Found(null, problem + " (" + cause(e) + "): " + remedy);
        }
    }

    /** Describes a failure in one line; loaders of native code have more to say. */
    private static String cause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }
}
