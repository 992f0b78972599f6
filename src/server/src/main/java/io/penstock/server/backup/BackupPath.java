package io.penstock.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks where a file of a backup belongs. A backup may come from anywhere, so a path may lead nowhere but below the
 * data directory, to a name that a backup can have.
 */
final class BackupPath {

    /** The longest name of file systems. */
    private static final int MAX_NAME_BYTES = 255;

    /** The archive, the destination, the partition, the segment; and some more for versions to come. */
    private static final int MAX_DEPTH = 8;

    private static final String ARCHIVE = "archive";

    private BackupPath() {}

    /** @throws IOException if it is none */
    static String require(String path) throws IOException {
        var names = List.of(path.split("/", -1));
        var isPlain =
                !path.isEmpty() && names.size() <= MAX_DEPTH && names.stream().allMatch(BackupPath::isName);
        // The log has one folder, and hidden files are of those who use a directory, not of the log.
        if (!isPlain
                || names.get(0).startsWith(".")
                || (names.size() > 1) != names.get(0).equals(ARCHIVE)
                || path.equals(BackupManifest.NAME)) {
            throw new IOException("a backup has no file " + shown(path) + ": it is damaged, or none of Penstock's");
        }
        return path;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && name.chars().noneMatch(each -> each < ' ' || each == 0x7f || each == '\\' || each == ':');
    }

    static Path in(Path directory, String path) throws IOException {
        var found = directory.resolve(require(path)).normalize();
        if (!found.startsWith(directory)) {
            throw new IOException("a backup has no file " + shown(path));
        }
        return found;
    }

    private static String shown(String path) {
        var start = path.substring(0, Math.min(path.length(), MAX_NAME_BYTES));
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
