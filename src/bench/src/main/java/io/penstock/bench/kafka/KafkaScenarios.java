package io.penstock.bench.kafka;

import io.penstock.bench.measure.Scenario;

import java.util.ArrayList;
import java.util.List;

/** The scenarios of a run: those that are compared with one another run one after another. */
public final class KafkaScenarios {

    private static final int SMALL = 100;
    private static final int LARGE = 1_024;

    /** Messages a second at which latency is measured. */
    private static final int LATENCY_RATE = 5_000;

    private static final int MANY_CALLERS = 50;

    /** Messages of which an instance reads that they were sent and accepted. */
    private static final int TAKEN_OVER = 500_000;

    /** What a producer waits for more to send together, unless it is told. */
    private static final int PLAIN_LINGER_MILLIS = 5;

    private final SharedKafka kafka = new SharedKafka();
    private final List<Scenario> all = new ArrayList<>();

    private KafkaScenarios() {}

    /** All of them, in the order in which they run. */
    public static List<Scenario> all() {
        var scenarios = new KafkaScenarios();
        scenarios.addSends();
        scenarios.addThroughput();
        scenarios.addTransactions();
        scenarios.addStanding();
        return scenarios.all;
    }

    private void addSends() {
        for (int payload : new int[] {SMALL, LARGE}) {
            var suffix = payload == SMALL ? "-100" : "-1k";
            add("plain-send" + suffix, payload, PlainLoads.sends(payload, PLAIN_LINGER_MILLIS));
            add("plain-send-at-once" + suffix, payload, PlainLoads.sends(payload, 0));
            add(
                    "send" + suffix,
                    payload,
                    CellLoads.sends(payload),
                    "plain-send" + suffix,
                    "plain-send-at-once" + suffix);
        }
        add("plain-send-one", SMALL, PlainLoads.sendsOneByOne(SMALL));
        add("send-one", SMALL, CellLoads.sendsOneByOne(SMALL), "plain-send-one");
        add("numbered", SMALL, CellLoads.numberedSends(SMALL), "plain-send-100");
        add("numbered-one", SMALL, CellLoads.numberedSendsOneByOne(SMALL), "plain-send-one");
    }

    private void addThroughput() {
        add("plain-flow", SMALL, PlainLoads.flow(SMALL));
        add("flow", SMALL, CellLoads.flow(SMALL), "plain-flow");
        add("plain-latency", SMALL, PlainLoads.paced(SMALL, LATENCY_RATE));
        add("latency", SMALL, CellLoads.paced(SMALL, LATENCY_RATE), "plain-latency");
        add("plain-commit", SMALL, PlainLoads.commits(SMALL));
        add("accept", SMALL, CellLoads.accepts(SMALL), "plain-commit");
    }

    private void addTransactions() {
        add("plain-transactions-1", SMALL, PlainLoads.transactions(SMALL));
        add("transactions-1", SMALL, CellLoads.transactions(SMALL, 1), "plain-transactions-1");
        add("transactions-" + MANY_CALLERS, SMALL, CellLoads.transactions(SMALL, MANY_CALLERS), "plain-transactions-1");
    }

    private void addStanding() {
        all.add(new TakeOverScenario("take-over", kafka, TAKEN_OVER));
        for (int queues : new int[] {10, 1_000, 10_000}) {
            all.add(new DestinationsScenario("queues-" + queues, kafka, queues));
        }
    }

    private void add(String name, int payload, KafkaLoad load, String... comparedTo) {
        all.add(new KafkaScenario(name, List.of(comparedTo), kafka, payload, load));
    }
}
