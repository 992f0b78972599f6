package io.penstock.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Reads a backup that is a directory. Only files that its manifest names are looked at, and no link is followed. */
final class FolderInput implements BackupInput {

    private final Path directory;

    FolderInput(Path directory) {
        this.directory = directory;
    }

    @Override
    public BackupManifest read(Taker taker) throws IOException {
        var root = directory.toRealPath();
        var name = root.resolve(BackupManifest.NAME);
        if (!Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it has no " + BackupManifest.NAME
                    + ", so it is no backup, or one that was cut short and is not complete");
        }
        if (Files.size(name) > BackupManifest.MAX_BYTES) {
            throw new IOException("its " + BackupManifest.NAME + " is too large for one");
        }
        var manifest = BackupManifest.decode(Files.readAllBytes(name));
        for (var path : manifest.files().keySet()) {
            var file = BackupPath.in(root, path);
            requireFile(file, path);
            try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                taker.take(path, Files.size(file), content);
            }
        }
        return manifest;
    }

    private static void requireFile(Path file, String path) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is missing, or is no file");
        }
        if (!file.toRealPath().equals(file)) {
            throw new IOException(path + " is reached by a link: a backup has none");
        }
    }
}
