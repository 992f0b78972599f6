package io.penstock.kafka.cluster;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.awaitility.Awaitility;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * A real Kafka of one or more brokers, each a process of this machine with a class path of its own, which ends with
 * this process. Its files lie below {@code target}. For one thread.
 */
public final class KafkaCluster implements AutoCloseable {

    private static final Duration MAX_START = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** A broker may find a port taken that was free a moment ago. */
    private static final int STARTS = 3;

    private final Path directory;
    private final Map<String, String> client;
    private final List<KafkaNode> nodes = new ArrayList<>();

    /** Null if brokers reach each other as this process reaches them. */
    private final CutNetwork network;

    private String serversOnNetwork = "";

    private KafkaCluster(Path directory, Map<String, String> client, CutNetwork network) {
        this.directory = directory;
        this.client = client;
        this.network = network;
    }

    /** Starts a cluster, and waits until all its brokers serve. */
    public static KafkaCluster start(int brokers) {
        return start(brokers, Map.of());
    }

    /**
     * Starts a cluster, and waits until all its brokers serve.
     *
     * @param settings of each broker, besides or instead of ours
     */
    public static KafkaCluster start(int brokers, Map<String, String> settings) {
        return start(brokers, settings, Map.of());
    }

    /** Starts a cluster that clients reach with certain properties only, such as a user and a password. */
    public static KafkaCluster start(int brokers, Map<String, String> settings, Map<String, String> client) {
        return start(brokers, settings, client, false);
    }

    /** Starts a cluster whose brokers reach each other over a network that can be cut: {@link #network}. */
    public static KafkaCluster startOnNetwork(int brokers, Map<String, String> settings) {
        return start(brokers, settings, Map.of(), true);
    }

    private static KafkaCluster start(
            int brokers, Map<String, String> settings, Map<String, String> client, boolean onNetwork) {
        for (int tries = 1; ; tries++) {
            var cluster = new KafkaCluster(newDirectory(), client, onNetwork ? new CutNetwork(brokers) : null);
            try {
                cluster.startNodes(brokers, settings);
                return cluster;
            } catch (IllegalStateException e) {
                cluster.close();
                if (tries == STARTS) {
                    throw e;
                }
            }
        }
    }

    private static Path newDirectory() {
        try {
            var parent = Files.createDirectories(Path.of("target").toAbsolutePath());
            return Files.createTempDirectory(parent, "kafka-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startNodes(int brokers, Map<String, String> settings) {
        var ports = new Ports();
        var listeners = new TreeMap<Integer, Integer>();
        var controllers = new TreeMap<Integer, Integer>();
        var others = new TreeMap<Integer, Integer>();
        for (int id = 1; id <= brokers; id++) {
            listeners.put(id, ports.next());
            controllers.put(id, ports.next());
            if (network != null) {
                others.put(id, ports.next());
            }
        }
        if (network != null) {
            controllers.forEach(network::serve);
            others.forEach(network::serve);
            serversOnNetwork = others.entrySet().stream()
                    .map(each -> CutNetwork.host(each.getKey()) + ":" + each.getValue())
                    .collect(Collectors.joining(","));
        }
        listeners.forEach((id, port) -> {
            var logs = directory.resolve("broker-" + id);
            var all = NodeSettings.of(id, listeners, controllers, logs);
            if (network != null) {
                all.putAll(NodeSettings.onNetwork(id, port, controllers, others.get(id)));
            }
            all.putAll(settings);
            nodes.add(new KafkaNode(id, port, directory, command(id, write(id, all), logs)));
        });
        nodes.forEach(KafkaNode::start);
        awaitServing();
    }

    private Path write(int id, Map<String, String> settings) {
        try {
            var lines = settings.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue());
            return Files.write(directory.resolve("broker-" + id + ".properties"), (Iterable<String>) lines::iterator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(int id, Path settings, Path logs) {
        var names = network == null ? "-Dpenstock.network=none" : network.javaOption(id, directory);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                names,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                classPath(),
                NodeMain.class.getName(),
                settings.toString(),
                logs.toString());
    }

    private static String classPath() {
        var file = Path.of(System.getProperty("penstock.kafka.server", "server/target/class-path.txt"))
                .toAbsolutePath();
        try {
            var ours = NodeMain.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(ours.toURI())
                    + File.pathSeparator
                    + Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The class path of Kafka is not there: build the module src/kafka/server first", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Addresses of all brokers, as {@code bootstrap.servers} takes them. */
    public String bootstrapServers() {
        return nodes.stream().map(KafkaNode::address).collect(Collectors.joining(","));
    }

    /** The network between its brokers. */
    public CutNetwork network() {
        return Objects.requireNonNull(network, "It was not started on a network.");
    }

    /** Addresses of all brokers for a process that is a machine of the network, as {@code bootstrap.servers} takes them. */
    public String serversOnNetwork() {
        return serversOnNetwork;
    }

    /** Lets a process be a machine of the network, and says what its Java has to be told. */
    public String join(int machine) {
        network().join(machine);
        return network().javaOption(machine, directory);
    }

    /** Its brokers, by number. */
    public List<KafkaNode> nodes() {
        return List.copyOf(nodes);
    }

    /** @param id from 1 on */
    public KafkaNode node(int id) {
        return nodes.get(id - 1);
    }

    /** A client for questions about it, to be closed by whoever asked for it. */
    public Admin admin() {
        var all = new HashMap<String, Object>(client);
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return Admin.create(all);
    }

    /** Starts a broker again that has ended, and waits until all that are alive serve. */
    public void restart(int id) {
        node(id).start();
        awaitServing();
    }

    /** Waits until all brokers that are alive take part in the cluster. */
    public void awaitServing() {
        try (var admin = admin()) {
            Awaitility.await("all brokers serve")
                    .atMost(MAX_START)
                    .pollInterval(LOOK)
                    .pollInSameThread()
                    .until(() -> serve(admin));
        }
    }

    private boolean serve(Admin admin) throws InterruptedException {
        var started =
                nodes.stream().filter(KafkaNode::isAlive).map(KafkaNode::id).toList();
        if (started.isEmpty()) {
            throw new IllegalStateException("No broker runs. The first said:\n" + node(1).lastWords());
        }
        try {
            var serving =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            return serving.containsAll(started);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException) {
                return false;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits until all replicas of all partitions have what their leaders have. */
    public void awaitInSync() {
        try (var admin = admin()) {
            Awaitility.await("all replicas are in sync")
                    .atMost(MAX_START)
                    .pollInterval(LOOK)
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> isInSync(admin));
        }
    }

    private static boolean isInSync(Admin admin) throws InterruptedException, ExecutionException {
        var topics = admin.listTopics().names().get();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    /** Kills all brokers, and deletes what they have written. */
    @Override
    public void close() {
        nodes.forEach(KafkaNode::kill);
        if (network != null) {
            network.close();
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
