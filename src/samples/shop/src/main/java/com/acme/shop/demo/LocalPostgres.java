package com.acme.shop.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL for the demonstration, as a process that ends with this one. Its data stay in their directory, and so
 * does the process itself if this one is killed: the next start ends it first.
 */
final class LocalPostgres {

    private static final String USER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private LocalPostgres() {}

    /**
     * Starts it, and returns how Quarkus finds it.
     *
     * @param directory belongs to this process until it ends
     * @throws IOException if it cannot be started, or another process has the directory
     */
    static Map<String, String> start(Path directory) throws IOException {
        Files.createDirectories(directory);
        lock(directory.resolve("shop.lock"));
        var data = directory.resolve("data");
        endTheOneBefore(data.resolve("postmaster.pid"));
        var postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                .start();
        return Map.of(
                "quarkus.datasource.jdbc.url", postgres.getJdbcUrl(USER, "postgres"),
                "quarkus.datasource.username", USER,
                "quarkus.datasource.password", USER);
    }

    /** The lock goes with the process, however that ends. */
    private static void lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("another shop is open there; choose another --data");
        }
    }

    private static void endTheOneBefore(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        var before = ProcessHandle.of(pid).filter(LocalPostgres::isPostgres);
        if (before.isPresent()) {
            before.get().destroy();
            awaitEnd(before.get());
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(name -> name.contains("postgres"))
                .isPresent();
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL of an earlier run, process " + process.pid() + ", does not end", e);
        }
    }
}
