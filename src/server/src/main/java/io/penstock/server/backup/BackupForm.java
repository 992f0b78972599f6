package io.penstock.server.backup;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.penstock.PenstockException;
import io.penstock.journal.record.BatchCompression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The forms that a backup can have; the name that somebody gives it says which. */
enum BackupForm {
    DIRECTORY(""),
    TAR_GZ(".tar.gz"),
    TAR_ZST(".tar.zst");

    /** Archives that there are elsewhere: whoever ends a name so does not mean a directory. */
    private static final List<String> OTHER_SUFFIXES =
            List.of(".tar", ".tgz", ".tzst", ".gz", ".zst", ".zip", ".bz2", ".xz", ".7z");

    private static final int GZIP_BUFFER_BYTES = 64 << 10;

    private final String suffix;

    BackupForm(String suffix) {
        this.suffix = suffix;
    }

    /**
     * The form that a name asks for, by its ending in letters of either case: MONDAY.TAR.GZ is no directory.
     *
     * @throws PenstockException.InvalidConfiguration if it asks for one that there is not, or not here
     */
    static BackupForm of(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(TAR_GZ.suffix)) {
            return TAR_GZ;
        }
        if (lower.endsWith(TAR_ZST.suffix)) {
            TAR_ZST.requireWorking();
            return TAR_ZST;
        }
        if (OTHER_SUFFIXES.stream().anyMatch(lower::endsWith)) {
            throw new PenstockException.InvalidConfiguration("A backup cannot be of the form of '" + name
                    + "': end the name with .tar.gz or .tar.zst for an archive; any other is a directory.");
        }
        return DIRECTORY;
    }

    static boolean isArchive(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(TAR_GZ.suffix) || lower.endsWith(TAR_ZST.suffix);
    }

    private void requireWorking() {
        var problem = BatchCompression.ZSTD.problem();
        if (problem != null) {
            throw new PenstockException.InvalidConfiguration(
                    "There is no Zstandard here for a backup (" + problem + "): end the name with .tar.gz.");
        }
    }

    OutputStream compressing(OutputStream target) throws IOException {
        return switch (this) {
            case DIRECTORY -> target;
            case TAR_GZ -> new FastGzip(target);
            case TAR_ZST -> new ZstdOutputStreamNoFinalizer(target);
        };
    }

    InputStream decompressing(InputStream source) throws IOException {
        return switch (this) {
            case DIRECTORY -> source;
            case TAR_GZ -> new GZIPInputStream(source, GZIP_BUFFER_BYTES);
            case TAR_ZST -> new ZstdInputStreamNoFinalizer(source);
        };
    }

    /** Most of what is in a backup is compressed already or does not compress well: time counts more. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream target) throws IOException {
            super(target, GZIP_BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
