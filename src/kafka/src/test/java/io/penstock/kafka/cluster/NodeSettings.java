package io.penstock.kafka.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a broker of the tests is told: as Kafka comes, but small, and with as many replicas as there are brokers. */
final class NodeSettings {

    private NodeSettings() {}

    /**
     * @param listeners the port for clients of each broker
     * @param controllers the port for the controllers' quorum of each broker
     * @param logs the directory of this one
     */
    static Map<String, String> of(
            int id, SortedMap<Integer, Integer> listeners, SortedMap<Integer, Integer> controllers, Path logs) {
        int replicas = Math.min(3, listeners.size());
        int inSync = Math.max(1, replicas - 1);
        var settings = new TreeMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "" + id);
        settings.put("log.dirs", logs.toString());
        settings.put(
                "controller.quorum.voters",
                controllers.entrySet().stream()
                        .map(each -> each.getKey() + "@127.0.0.1:" + each.getValue())
                        .collect(Collectors.joining(",")));
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + listeners.get(id) + ",CONTROLLER://127.0.0.1:" + controllers.get(id));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + listeners.get(id));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "" + replicas);
        settings.put("min.insync.replicas", "" + inSync);
        settings.put("offsets.topic.replication.factor", "" + replicas);
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "" + replicas);
        settings.put("transaction.state.log.min.isr", "" + inSync);
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("log.segment.delete.delay.ms", "1000");
        return settings;
    }

    /**
     * What is different on a network that can be cut: brokers know each other by the names of their machines, and so do
     * clients that are machines. This process has the listener that it has otherwise.
     *
     * @param port for clients that are no machines
     * @param network for brokers and clients that are machines
     */
    static Map<String, String> onNetwork(int id, int port, SortedMap<Integer, Integer> controllers, int network) {
        return Map.of(
                "controller.quorum.voters",
                controllers.entrySet().stream()
                        .map(each -> each.getKey() + "@" + CutNetwork.host(each.getKey()) + ":" + each.getValue())
                        .collect(Collectors.joining(",")),
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",NETWORK://127.0.0.1:" + network + ",CONTROLLER://127.0.0.1:"
                        + controllers.get(id),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",NETWORK://" + CutNetwork.host(id) + ":" + network,
                "inter.broker.listener.name",
                "NETWORK",
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,NETWORK:PLAINTEXT");
    }
}
