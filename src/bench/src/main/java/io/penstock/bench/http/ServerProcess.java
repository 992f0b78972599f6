package io.penstock.bench.http;

import io.penstock.bench.measure.ChildProcess;
import io.penstock.bench.measure.Folders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server that is measured, a process of its own, and open to everybody on this machine as it comes. */
final class ServerProcess {

    private static final long MAX_START_SECONDS = 120;
    private static final long MAX_STOP_SECONDS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Lines of its log that a failure shows. */
    private static final int SHOWN_LINES = 5;

    private final Process process;
    private final Path directory;
    private final int port;

    private ServerProcess(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts one, and waits until it answers.
     *
     * @param parent on the disk that is measured
     */
    static ServerProcess start(Path jar, Path parent, String durability) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the server to measure is not at " + jar
                    + ": run './penstock bench http' in the repository, which builds it");
        }
        var directory = Files.createTempDirectory(parent.toAbsolutePath(), "bench-server-");
        int port = ChildProcess.freePort();
        var command = new ArrayList<String>();
        command.add(ChildProcess.java());
        command.addAll(ChildProcess.options());
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "start"));
        command.addAll(List.of("--port", Integer.toString(port), "--durability", durability));
        command.addAll(List.of("--data", directory.resolve("data").toString()));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.txt").toFile());
        var server = new ServerProcess(ChildProcess.start(builder), directory, port);
        server.awaitStart();
        return server;
    }

    private void awaitStart() throws IOException {
        long began = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(MAX_START_SECONDS)) {
                var lines = Files.readAllLines(directory.resolve("server.txt"), StandardCharsets.UTF_8);
                stop();
                throw new IOException("the server to measure did not start: "
                        + String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean answers() {
        try {
            return calls().isReady();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    ServerCalls calls() {
        return new ServerCalls(port);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Stops the server, and deletes what it has written. */
    void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the server was ending", e);
        }
        Folders.delete(directory);
    }
}
