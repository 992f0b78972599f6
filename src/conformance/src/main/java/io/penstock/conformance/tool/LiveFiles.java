package io.penstock.conformance.tool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a directory in which a broker works at the same time: files that it renames or deletes meanwhile are left
 * out, as if they had gone a moment before. {@link Files#walk} fails at them.
 */
public final class LiveFiles {

    private LiveFiles() {}

    /** The regular files below a directory, in no order; none if there is no such directory. */
    public static List<Path> below(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (e == null || e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    /** Copies what lies below a directory now, as a process leaves it that is killed. */
    public static void copy(Path directory, Path target) throws IOException {
        for (var file : below(directory)) {
            var copy = target.resolve(directory.relativize(file));
            Files.createDirectories(copy.getParent());
            try {
                Files.copy(file, copy);
            } catch (NoSuchFileException e) {
                // It was renamed or deleted after it was listed; the kill may as well have come before.
                Files.deleteIfExists(copy);
            }
        }
    }
}
