package io.penstock.bench.quarkus;

import io.penstock.bench.measure.ChildProcess;
import io.penstock.bench.measure.Folders;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of Apache Kafka on this machine, with one node and otherwise as it comes. */
final class KafkaServer {

    private static final long MAX_START_SECONDS = 60;
    private static final long MAX_STOP_SECONDS = 30;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Any valid one. */
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private final Process process;
    private final Path directory;
    private final int port;

    private KafkaServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts one, and waits until it takes connections.
     *
     * @param jars the folder of its jars
     * @param parent on the disk that is measured
     */
    static KafkaServer start(Path jars, Path parent) throws IOException {
        var directory = Files.createTempDirectory(parent.toAbsolutePath(), "bench-kafka-");
        int port = ChildProcess.freePort();
        var settings = directory.resolve("server.properties");
        Files.write(settings, settings(directory.resolve("log"), port, ChildProcess.freePort()));
        var log = directory.resolve("server.txt").toFile();
        var java = List.of(ChildProcess.java(), "-Xms1g", "-Xmx1g", "-cp", jars.toAbsolutePath() + "/*");
        var format = List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString());
        var formatting = process(java, format, log);
        await(formatting);
        var server = new KafkaServer(process(java, List.of("kafka.Kafka", settings.toString()), log), directory, port);
        server.awaitStart();
        return server;
    }

    private static Process process(List<String> java, List<String> arguments, File log) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(java)).redirectErrorStream(true);
        builder.command().addAll(arguments);
        return ChildProcess.start(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log)));
    }

    private static List<String> settings(Path log, int port, int controllerPort) {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "log.dirs=" + log,
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "group.initial.rebalance.delay.ms=0",
                "log.retention.hours=1");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private void awaitStart() throws IOException {
        long began = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(MAX_START_SECONDS)) {
                var lines = Files.readAllLines(directory.resolve("server.txt"));
                stop();
                throw new IOException("Kafka did not start: " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the server, and deletes what it has written. */
    void stop() throws IOException {
        process.destroy();
        await(process);
        Folders.delete(directory);
    }

    private static void await(Process process) throws IOException {
        try {
            if (!process.waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Kafka was ending", e);
        }
    }
}
