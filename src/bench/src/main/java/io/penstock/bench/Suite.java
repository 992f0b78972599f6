package io.penstock.bench;

import io.penstock.Durability;
import io.penstock.bench.broker.BrokerLoad;
import io.penstock.bench.broker.BrokerScenario;
import io.penstock.bench.broker.DelayScenario;
import io.penstock.bench.broker.ManyQueuesScenario;
import io.penstock.bench.broker.TransactionScenario;
import io.penstock.bench.broker.WaitingScenario;
import io.penstock.bench.jms.ApiScenario;
import io.penstock.bench.jms.JmsLoad;
import io.penstock.bench.jms.JmsScenario;
import io.penstock.bench.jms.Peer;
import io.penstock.bench.jms.PenstockProvider;
import io.penstock.bench.journal.AppendScenario;
import io.penstock.bench.journal.ArchiveReplayScenario;
import io.penstock.bench.journal.ColdReplayScenario;
import io.penstock.bench.journal.JournalTarget;
import io.penstock.bench.journal.Load;
import io.penstock.bench.journal.MemoryScenario;
import io.penstock.bench.journal.RawLog;
import io.penstock.bench.journal.ReplayScenario;
import io.penstock.bench.kafka.KafkaScenarios;
import io.penstock.bench.measure.Scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be measured. */
public enum Suite {
    /** The journal by itself, and what the disk allows. */
    JOURNAL {
        @Override
        List<Scenario> scenarios() {
            var all = new ArrayList<Scenario>();
            for (boolean forced : new boolean[] {false, true}) {
                for (int payload : PAYLOADS) {
                    var load = Load.async(forced, payload);
                    var name = load.durability() + "-" + label(payload);
                    all.add(new AppendScenario("raw-" + name, List.of(), RawLog::new, load));
                    all.add(new AppendScenario(name, List.of("raw-" + name), JournalTarget::new, load));
                }
            }
            for (int senders : new int[] {1, 4, 16, 100, 1_000}) {
                var load = Load.blocking(true, senders);
                var name = "sync-blocking-" + senders;
                boolean compared = senders <= MOST_RAW_SENDERS;
                if (compared) {
                    all.add(new AppendScenario("raw-" + name, List.of(), RawLog::new, load));
                }
                all.add(new AppendScenario(
                        name, compared ? List.of("raw-" + name) : List.of(), JournalTarget::new, load));
            }
            all.add(new AppendScenario("os-blocking-1", List.of(), JournalTarget::new, Load.blocking(false, 1)));
            for (int partitions : new int[] {1, 16, 256, 4_096}) {
                var name = "partitions-" + partitions;
                var single = partitions == 1 ? List.<String>of() : List.of("partitions-1");
                all.add(new AppendScenario(name, single, JournalTarget::new, Load.partitioned(partitions)));
            }
            all.add(new ReplayScenario("replay-100"));
            all.add(new ArchiveReplayScenario("archive-replay-100"));
            all.add(new ColdReplayScenario("raw-archive-cold", List.of(), true));
            all.add(new ColdReplayScenario("archive-cold", List.of("raw-archive-cold"), false));
            all.add(new MemoryScenario("memory"));
            return all;
        }
    },

    /** The broker end to end: send, deliver, accept. */
    BROKER {
        @Override
        List<Scenario> scenarios() {
            var all = new ArrayList<Scenario>();
            for (var durability : new Durability[] {Durability.OS, Durability.SYNC}) {
                for (int workers : new int[] {1, 4}) {
                    for (int payload : PAYLOADS) {
                        for (var topic : new boolean[] {false, true}) {
                            var single = new BrokerLoad(topic, durability, workers, payload, 0, 1, 1);
                            all.add(broker(single, "-" + label(payload)));
                            var batched = new BrokerLoad(topic, durability, workers, payload, 0, TOGETHER, 1);
                            all.add(broker(batched, "-" + label(payload) + "-batched"));
                        }
                    }
                }
                all.add(broker(new BrokerLoad(false, durability, 1, PAYLOADS[0], LATENCY_RATE, 1, 1), "-latency"));
                for (int sends : new int[] {100, 1_000}) {
                    var name = "transactions-" + label(durability) + "-" + sends;
                    all.add(new TransactionScenario(name, durability, sends));
                }
            }
            for (int subscriptions : new int[] {1, 4, 16}) {
                var load = new BrokerLoad(true, Durability.OS, 1, PAYLOADS[0], 0, TOGETHER, subscriptions);
                all.add(new BrokerScenario("fan-out-" + subscriptions, load));
            }
            all.add(broker(new BrokerLoad(true, Durability.OS, 1, PAYLOADS[0], 0, 1, 1), "-" + PAYLOADS[0])
                    .asUser());
            all.add(new DelayScenario("delayed"));
            all.add(new WaitingScenario("waiting"));
            all.add(new ManyQueuesScenario("queues"));
            return all;
        }
    },

    /** Jakarta Messaging, beside embedded Artemis if that is at hand, and beside the broker without the facade. */
    JMS {
        @Override
        List<Scenario> scenarios() {
            var all = new ArrayList<Scenario>();
            for (boolean forced : new boolean[] {false, true}) {
                for (var way : JmsLoad.Way.values()) {
                    for (int workers : new int[] {1, 4}) {
                        addJms(all, new JmsLoad(way, workers, forced));
                    }
                }
            }
            return all;
        }
    },

    /** Listeners and channels of a packaged Quarkus application, beside the broker's own API and Kafka's connector. */
    QUARKUS {
        @Override
        List<Scenario> scenarios() {
            return QuarkusSuite.scenarios();
        }
    },

    /** The server over HTTP, beside an endpoint of the same server that drops what it reads. */
    HTTP {
        @Override
        List<Scenario> scenarios() {
            return HttpSuite.scenarios();
        }
    },

    /** The engine on Kafka, beside a plain producer and consumer of the same Kafka. */
    KAFKA {
        @Override
        List<Scenario> scenarios() {
            return KafkaScenarios.all();
        }
    };

    private static final int[] PAYLOADS = {100, 1_024};

    /** Messages a second at which latency is measured: far from full, so that it does not show queueing. */
    private static final int LATENCY_RATE = 10_000;

    /** Messages of a {@code sendAll}: what a busy application has at hand, a quarter of a batch of the log. */
    private static final int TOGETHER = 256;

    private static final String ARTEMIS = "io.penstock.bench.peers.EmbeddedArtemis";
    private static final String TUNED_ARTEMIS = "io.penstock.bench.peers.TunedArtemis";

    /** Beyond these, raw is limited by its threads, not by the disk. */
    private static final int MOST_RAW_SENDERS = 16;

    abstract List<Scenario> scenarios();

    private static BrokerScenario broker(BrokerLoad load, String suffix) {
        var workers = "-" + load.workers() + "-" + load.workers() + "-";
        var name = load.kind() + workers + label(load.durability()) + suffix;
        return new BrokerScenario(name, load);
    }

    /** The peer as it comes, and, where that matters, with a journal timer that suits the disk. */
    private static void addJms(List<Scenario> all, JmsLoad load) {
        var others = new ArrayList<String>();
        if (load.workers() == 1 && (load.way() == JmsLoad.Way.AUTO || load.way() == JmsLoad.Way.TRANSACTED)) {
            others.add("api-" + load.label());
            all.add(new ApiScenario("api-" + load.label(), load));
        }
        if (Peer.areHere()) {
            others.add("artemis-" + load.label());
            all.add(new JmsScenario("artemis-" + load.label(), List.of(), Peer.of(ARTEMIS), load));
        }
        if (Peer.areHere() && load.forced()) {
            others.add("artemis-tuned-" + load.label());
            all.add(new JmsScenario("artemis-tuned-" + load.label(), List.of(), Peer.of(TUNED_ARTEMIS), load));
        }
        all.add(new JmsScenario("jms-" + load.label(), others, PenstockProvider::open, load));
        if (!load.isTransacted()) {
            all.add(new JmsScenario("jms-relaxed-" + load.label(), others, PenstockProvider::relaxed, load));
        }
    }

    static String label(Durability durability) {
        return durability.name().toLowerCase(Locale.ROOT);
    }

    static String label(int payloadBytes) {
        return payloadBytes == 1_024 ? "1k" : Integer.toString(payloadBytes);
    }
}
