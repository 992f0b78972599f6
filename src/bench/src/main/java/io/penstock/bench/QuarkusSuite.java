package io.penstock.bench;

import io.penstock.bench.measure.Scenario;
import io.penstock.bench.quarkus.ApplicationBroker;
import io.penstock.bench.quarkus.ApplicationScenario;
import io.penstock.bench.quarkus.MeasuredKafka;
import io.penstock.bench.quarkus.PenstockBroker;

import java.util.ArrayList;
import java.util.List;

/** The scenarios of an application: those that are compared with one another run one after another. */
final class QuarkusSuite {

    private static final int[] PAYLOADS = {100, 1_024};

    /** The first Java with threads for {@code @RunOnVirtualThread}; before it they would be those of the usual pool. */
    private static final int VIRTUAL_THREADS_SINCE = 21;

    private static final int LISTENERS = 200;

    /** An idle application does so little that its time has to be counted for long. */
    private static final int IDLE_LONGER = 12;

    private final ApplicationBroker penstock = new PenstockBroker();
    private final ApplicationBroker kafka = new MeasuredKafka();
    private final boolean isKafkaHere = MeasuredKafka.isHere();
    private final List<Scenario> all = new ArrayList<>();

    static List<Scenario> scenarios() {
        var suite = new QuarkusSuite();
        for (var durability : List.of("os", "sync")) {
            for (int payload : PAYLOADS) {
                suite.add(durability, payload);
            }
        }
        suite.addIdle(0);
        suite.addIdle(LISTENERS);
        return suite.all;
    }

    private void add(String durability, int payload) {
        var suffix = "-" + durability + "-" + Suite.label(payload);
        add("api", suffix, List.of(), payload, durability);
        add("listener", suffix, List.of("api"), payload, durability);
        if (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) {
            add("listener-virtual", suffix, List.of("api"), payload, durability);
        }
        for (var way : List.of("incoming", "incoming-uni", "emitter", "channels")) {
            addWithKafka(way, suffix, "api", payload, durability);
        }
        add("api-batch", suffix, List.of(), payload, durability);
        add("listener-batch", suffix, List.of("api-batch"), payload, durability);
        addWithKafka("incoming-batch", suffix, "api-batch", payload, durability);
    }

    private void addWithKafka(String way, String suffix, String api, int payload, String durability) {
        if (isKafkaHere) {
            all.add(new ApplicationScenario("kafka-" + way + suffix, List.of(), way, payload, durability, kafka, 1));
            add(way, suffix, List.of(api, "kafka-" + way), payload, durability);
        } else {
            add(way, suffix, List.of(api), payload, durability);
        }
    }

    private void add(String way, String suffix, List<String> others, int payload, String durability) {
        var comparedTo = others.stream().map(other -> other + suffix).toList();
        all.add(new ApplicationScenario(way + suffix, comparedTo, way, payload, durability, penstock, 1));
    }

    private void addIdle(int listeners) {
        var name = "idle-" + listeners;
        all.add(new ApplicationScenario(name, List.of(), "idle", listeners, "sync", penstock, IDLE_LONGER));
    }
}
