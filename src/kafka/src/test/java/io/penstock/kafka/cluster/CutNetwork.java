package io.penstock.kafka.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The network between the brokers of a {@link KafkaCluster}, and between processes of tests and those brokers. Each of
 * them is a machine with a number: a broker its own, other processes higher ones. A machine knows a broker by the name
 * {@code kafka-N}, which leads it to a {@link CutLink} that no other machine uses; so a test can part any two of them.
 * This process itself is no machine: it reaches brokers at 127.0.0.1, whatever is cut. For Linux, where each address
 * that begins with 127 is one of this machine.
 */
public final class CutNetwork implements AutoCloseable {

    private record Way(int from, int broker, CutLink link) {}

    private record Door(int broker, int port) {}

    private final int brokers;
    private final List<Door> doors = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();

    /** @param brokers that the cluster has */
    public CutNetwork(int brokers) {
        this.brokers = brokers;
    }

    static String host(int broker) {
        return "kafka-" + broker;
    }

    private static String address(int from, int broker) {
        return from == broker ? "127.0.0.1" : "127.0." + from + "." + broker;
    }

    /**
     * What the Java of a machine has to be told, so that names lead it over this network.
     *
     * @param directory where a file with the names is written
     */
    public synchronized String javaOption(int machine, Path directory) {
        var lines = IntStream.rangeClosed(1, brokers)
                .mapToObj(broker -> address(machine, broker) + " " + host(broker))
                .toList();
        try {
            var all = new ArrayList<>(lines);
            all.add("127.0.0.1 localhost");
            var file = directory.toAbsolutePath().resolve("hosts-" + machine + ".txt");
            Files.write(file, all, StandardCharsets.UTF_8);
            return "-Djdk.net.hosts.file=" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A broker serves at a port: opens ways to it from all other brokers. */
    synchronized void serve(int broker, int port) {
        doors.add(new Door(broker, port));
        IntStream.rangeClosed(1, brokers).filter(each -> each != broker).forEach(each -> open(each, broker, port));
    }

    /** Opens ways to all brokers from a machine that is none. */
    public synchronized void join(int machine) {
        doors.forEach(door -> open(machine, door.broker(), door.port()));
    }

    private void open(int machine, int broker, int port) {
        ways.add(new Way(machine, broker, new CutLink(address(machine, broker), port, port)));
    }

    /** Changes all ways from a machine, and those to it if it is a broker. */
    public synchronized void around(int machine, CutLink.State state) {
        ways.stream()
                .filter(way -> way.from() == machine || way.broker() == machine)
                .forEach(way -> way.link().set(state));
    }

    /** Changes the ways between two machines, in both directions. */
    public void between(int one, int other, CutLink.State state) {
        oneWay(one, other, state);
        oneWay(other, one, state);
    }

    /** Changes the ways by which a machine asks a broker; what the broker asks of it goes other ways. */
    public synchronized void oneWay(int machine, int broker, CutLink.State state) {
        ways.stream()
                .filter(way -> way.from() == machine && way.broker() == broker)
                .forEach(way -> way.link().set(state));
    }

    @Override
    public synchronized void close() {
        ways.forEach(way -> way.link().close());
    }
}
