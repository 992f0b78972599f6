package io.penstock.security;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The file that users are kept in: a Java properties file in UTF-8 with a line {@code NAME=HASH ROLE,ROLE…} for each
 * user. It is replaced as a whole, never written in place, so that a reader sees the old users or the new ones. Safe
 * for use by any thread.
 */
public final class UserFile {

    /** The largest file that is read: enough for tens of thousands of users, and bounded as every input is. */
    public static final int MAX_BYTES = 16 << 20;

    /** Held while this process changes a file: a lock of the system keeps out other processes alone. */
    private static final Object CHANGING = new Object();

    private final Path path;

    private UserFile(Path path) {
        this.path = path;
    }

    public static UserFile at(Path path) {
        return new UserFile(path.toAbsolutePath());
    }

    /** By what a change of the file shows; null while there is none. */
    record Version(Object file, long modifiedMillis, long bytes) {}

    @Nullable
    Version version() {
        try {
            // A file of a Kubernetes secret is a link that is turned to another file.
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(
                    String.valueOf(attributes.fileKey()),
                    attributes.lastModifiedTime().toMillis(),
                    attributes.size());
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Reads the users.
     *
     * @throws PenstockException.InvalidConfiguration if the file cannot be read, or holds something else
     */
    public Users read() {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new PenstockException.InvalidConfiguration("The file of users " + path + " has "
                        + Files.size(path) + " bytes: at most " + MAX_BYTES + " are read.");
            }
            var lines = new Properties();
            lines.load(new StringReader(Files.readString(path)));
            var entries = new HashMap<String, String>();
            lines.stringPropertyNames().forEach(name -> entries.put(name, lines.getProperty(name)));
            return Users.of(entries);
        } catch (NoSuchFileException e) {
            throw new PenstockException.InvalidConfiguration("There is no file of users " + path
                    + ": make one with 'penstock user add NAME --file " + path + "'.");
        } catch (IOException | IllegalArgumentException e) {
            throw new PenstockException.InvalidConfiguration(
                    "The file of users " + path + " cannot be read (" + e + ").");
        }
    }

    /** Reads the users; there are none while there is no file. */
    public Users readIfThere() {
        return Files.exists(path) ? read() : Users.NONE;
    }

    /**
     * Changes the users, and replaces the file by one that its owner alone may read. Two that change it at the same
     * time, also in two processes, do so one after the other.
     *
     * @throws PenstockException.InvalidConfiguration if the change is refused, or the file cannot be read
     * @throws UncheckedIOException if it cannot be written; it is as before then
     */
    public Users change(UnaryOperator<Users> change) {
        synchronized (CHANGING) {
            return changeAlone(change);
        }
    }

    private Users changeAlone(UnaryOperator<Users> change) {
        try (var channel = lockFile();
                var held = channel.lock()) {
            var changed = change.apply(readIfThere());
            write(changed);
            return changed;
        } catch (IOException e) {
            throw new UncheckedIOException("The file of users " + path + " cannot be written (" + e + ").", e);
        }
    }

    /** Where the file is, whichever link leads to it. */
    private Path target() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path;
    }

    /**
     * Opens what is locked meanwhile, beside the file itself, so that changes by way of a link and without it exclude
     * each other. Its owner alone may open it, since whoever may could keep the lock; where others may write, it must
     * not be a link of theirs.
     */
    private FileChannel lockFile() throws IOException {
        var file = target();
        var lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            create(lock);
        } catch (FileAlreadyExistsException e) {
            // Of an earlier change: it stays, since another process may be waiting for it.
        }
        return FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private void write(Users users) throws IOException {
        var target = target();
        var next = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(next);
        create(next);
        try (var file = FileChannel.open(next, StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(text(users));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void create(Path file) throws IOException {
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /** One line for each user, in the order of names; without the time that {@link Properties} would write. */
    private static String text(Users users) {
        return users.texts().entrySet().stream()
                .map(user -> {
                    var line = new Properties();
                    line.setProperty(user.getKey(), user.getValue());
                    var text = new StringWriter();
                    try {
                        line.store(text, null);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return text.toString()
                            .lines()
                            .filter(each -> !each.startsWith("#"))
                            .collect(Collectors.joining());
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Whether everybody may read or change the file, which holds what a guesser needs, or others may change it. */
    public boolean isOpenToOthers() {
        try {
            return Files.getPosixFilePermissions(path).stream()
                    .anyMatch(each -> each.name().startsWith("OTHERS") || each == PosixFilePermission.GROUP_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The path, as errors show it. */
    @Override
    public String toString() {
        return path.toString();
    }
}
