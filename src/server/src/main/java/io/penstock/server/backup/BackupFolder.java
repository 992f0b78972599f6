package io.penstock.server.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/** A backup as a directory: files that nobody writes to any more are links to those of the log, if that is possible. */
final class BackupFolder extends BackupOutput {

    BackupFolder(Path place) {
        super(place);
    }

    @Override
    void begin() throws IOException {
        OwnFiles.makeDirectory(staging);
    }

    @Override
    BackupManifest.Entry write(BackupFile file) throws IOException {
        var target = BackupPath.in(staging, file.path());
        OwnFiles.makeDirectories(staging, target.getParent());
        return file.linkTo(target) ? linked(target) : copied(file, target);
    }

    /** It is read once, since a backup that cannot be read should not wait to be found out. */
    private BackupManifest.Entry linked(Path link) throws IOException {
        try (var source = Files.newInputStream(link)) {
            return new Sha256(new Progress(OutputStream.nullOutputStream()))
                    .writeAll(source)
                    .entry();
        }
    }

    private BackupManifest.Entry copied(BackupFile file, Path target) throws IOException {
        try (var channel = OwnFiles.create(target)) {
            var output = new Sha256(new Progress(Channels.newOutputStream(channel)));
            file.writeTo(output);
            channel.force(true);
            return output.entry();
        }
    }

    @Override
    void end(byte[] manifest) throws IOException {
        try (var channel = FileChannel.open(staging.resolve(BackupManifest.NAME), CREATE_NEW, WRITE)) {
            Channels.newOutputStream(channel).write(manifest);
            channel.force(true);
        }
        try (var all = Files.walk(staging)) {
            for (var directory : all.filter(Files::isDirectory).toList()) {
                force(directory);
            }
        }
    }

    @Override
    void delete() throws IOException {
        OwnFiles.deleteAll(staging);
    }
}
