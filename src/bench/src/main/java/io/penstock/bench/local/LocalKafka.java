package io.penstock.bench.local;

import io.penstock.bench.measure.ChildProcess;
import io.penstock.bench.measure.Folders;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An Apache Kafka on this machine, with one node, as a process of its own that ends with this one. Apart from what one
 * node needs it is as it comes, but does not create topics that somebody asks for. Its libraries are not part of
 * Penstock: they are there if {@code ./penstock} has fetched them, which says by a system property where they are.
 */
public final class LocalKafka implements AutoCloseable {

    /** Names the file that has its class path. */
    private static final String CLASS_PATH_PROPERTY = "io.penstock.bench.kafka-server";

    private static final long MAX_START_SECONDS = 60;
    private static final long MAX_STOP_SECONDS = 30;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Any valid one. */
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

    private final Process process;
    private final Path directory;
    private final int port;

    private LocalKafka(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Whether it can be started. */
    public static boolean isHere() {
        var file = System.getProperty(CLASS_PATH_PROPERTY);
        return file != null && Files.isRegularFile(Path.of(file));
    }

    /**
     * Starts one, and waits until it takes connections.
     *
     * @param parent where it makes a directory for its files, which is deleted when it is closed
     * @throws IOException if it does not start; the message has the last line that it said
     */
    public static LocalKafka start(Path parent) throws IOException {
        if (!isHere()) {
            throw new IOException("There is no Kafka to start: property " + CLASS_PATH_PROPERTY
                    + " has to name a file with its class path, as ./penstock does once it has fetched it.");
        }
        var directory = Files.createTempDirectory(parent.toAbsolutePath(), "bench-kafka-");
        int port = ChildProcess.freePort();
        var settings = directory.resolve("server.properties");
        Files.write(settings, settings(directory.resolve("log"), port, ChildProcess.freePort()));
        var log = directory.resolve("server.txt").toFile();
        var java = List.of(ChildProcess.java(), "-Xms1g", "-Xmx1g", "-cp", classPath());
        var format = List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString());
        await(process(java, format, log));
        var kafka = new LocalKafka(process(java, List.of("kafka.Kafka", settings.toString()), log), directory, port);
        kafka.awaitStart();
        return kafka;
    }

    private static String classPath() throws IOException {
        return Files.readString(Path.of(System.getProperty(CLASS_PATH_PROPERTY)), StandardCharsets.UTF_8)
                .strip();
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
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "log.retention.hours=1");
    }

    /** Its address, as Kafka's {@code bootstrap.servers} takes it. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void awaitStart() throws IOException {
        long began = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(MAX_START_SECONDS)) {
                var lines = Files.readAllLines(directory.resolve("server.txt"));
                close();
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

    /** Stops it, and deletes what it has written. */
    @Override
    public void close() throws IOException {
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
