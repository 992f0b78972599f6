package io.penstock.server.kafka;

import io.penstock.bench.local.LocalKafka;
import io.penstock.bench.measure.ChildProcess;
import io.penstock.server.sample.SampleProblem;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes that a sample on Kafka consists of beside this one: servers that may own the cell, which share the work
 * of its listeners, and a Kafka on this machine if none is given. They end with this process.
 */
public final class KafkaInstances implements AutoCloseable {

    /** With which the names of the sample's topics begin. */
    private static final String INSTALLATION = "penstock-sample";

    private static final String PENSTOCK = "quarkus.penstock.";
    private static final String KAFKA = PENSTOCK + "kafka.";

    /** What a server says when it serves. */
    private static final String SERVES = "Listening on:";

    private static final long MAX_START_SECONDS = 120;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path directory;
    private final Map<String, String> shared = new HashMap<>();
    private final List<Process> servers = new ArrayList<>();
    private LocalKafka kafka;

    private KafkaInstances(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts the processes. The first of the servers owns the cell when this returns.
     *
     * @param address of a Kafka; null for one of this machine
     * @param count of all instances, this process included
     * @param properties that the servers have, too
     * @param command by which a server is started
     * @throws SampleProblem if one does not start
     */
    public static KafkaInstances start(
            String address, int count, Map<String, String> properties, List<String> command, PrintWriter err) {
        try {
            var instances = new KafkaInstances(Files.createTempDirectory("penstock-sample-"));
            try {
                instances.startKafka(address, err);
                for (int number = 1; number < count; number++) {
                    err.println("Starting instance " + number + " of " + count + "...");
                    err.flush();
                    instances.startServer(number, properties, command);
                }
                return instances;
            } catch (IOException | RuntimeException e) {
                instances.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SampleProblem(e.getMessage());
        }
    }

    private void startKafka(String address, PrintWriter err) throws IOException {
        var servers = address;
        if (servers == null) {
            err.println("Starting a Kafka on this machine...");
            err.flush();
            kafka = LocalKafka.start(directory);
            servers = kafka.bootstrapServers();
            shared.put(KAFKA + "replication-factor", "1");
            shared.put(KAFKA + "min-insync-replicas", "1");
        }
        shared.put("kafka.bootstrap.servers", servers);
        shared.put(PENSTOCK + "engine", "kafka");
        shared.put(PENSTOCK + "data", directory.resolve("data").toString());
        shared.put(KAFKA + "installation", INSTALLATION);
        shared.put(KAFKA + "topic-prefix", INSTALLATION + ".");
        shared.put(KAFKA + "lease", "2s");
        shared.put(KAFKA + "failover-wait", "2m");
        shared.put(KAFKA + "link.port", "0");
    }

    private void startServer(int number, Map<String, String> properties, List<String> arguments) throws IOException {
        var log = directory.resolve("instance-" + number + ".log");
        var command = new ArrayList<>(List.of(ChildProcess.java(), "-Xmx512m"));
        shared.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-D" + KAFKA + "instance=instance-" + number);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(arguments);
        var process = ChildProcess.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
        servers.add(process);
        long began = System.nanoTime();
        while (!Files.readString(log, StandardCharsets.UTF_8).contains(SERVES)) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(MAX_START_SECONDS)) {
                throw new SampleProblem("Instance " + number + " did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The properties of this process, which says whom to kill in the middle: the owner, if another one is there. */
    public Map<String, String> properties() {
        var properties = new HashMap<>(shared);
        properties.put(KAFKA + "instance", "instance-0");
        properties.put(KAFKA + "role", servers.isEmpty() ? "auto" : "client");
        if (servers.size() > 1) {
            properties.put(
                    "penstock.sample.flights.kill", Long.toString(servers.get(0).pid()));
        }
        return properties;
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        try {
            if (kafka != null) {
                kafka.close();
            }
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What the sample has left in " + directory + " cannot be deleted", e);
        }
    }
}
