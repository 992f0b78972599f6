package io.penstock.broker.operation;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A backup as a directory that a broker can open. */
class CopiedDirectory implements BackupTarget {

    final Path directory;
    final AtomicInteger links = new AtomicInteger();
    volatile boolean isComplete;
    volatile boolean isAbandoned;

    CopiedDirectory(Path directory) {
        this.directory = directory;
    }

    /** Is called before each file. */
    void before(BackupFile file) throws IOException {}

    @Override
    public String describe() {
        return directory.toString();
    }

    @Override
    public void take(BackupFile file) throws IOException {
        before(file);
        var target = directory.resolve(file.path());
        Files.createDirectories(target.getParent());
        if (file.linkTo(target)) {
            links.incrementAndGet();
            return;
        }
        try (var output = Files.newOutputStream(target)) {
            file.writeTo(output);
        }
        if (Files.size(target) != file.bytes()) {
            throw new AssertionError(file.path() + " has " + Files.size(target) + " bytes, not " + file.bytes());
        }
    }

    @Override
    public void complete(BackupContent content) throws IOException {
        isComplete = true;
    }

    @Override
    public void abandon() {
        isAbandoned = true;
    }
}
