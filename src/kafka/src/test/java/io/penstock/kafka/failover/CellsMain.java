package io.penstock.kafka.failover;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.instance.CellStatus;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The process of an instance of three cells. It sends to each of several queues and consumes from each of them, and
 * prints what it was told, a line each, at once.
 */
final class CellsMain {

    static final int CELLS = 3;
    static final int QUEUES = 6;

    private static final Duration FAILOVER_WAIT = Duration.ofSeconds(60);
    private static final Duration SEND_EVERY = Duration.ofMillis(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final PrintStream output =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final KafkaBroker broker;
    private final String name;
    private volatile boolean isQuiet;

    private CellsMain(KafkaBroker broker, String name) {
        this.broker = broker;
        this.name = name;
    }

    /** Options of an instance of that installation. */
    static KafkaOptions.Builder options(String bootstrapServers, String installation, Duration lease) {
        return KafkaOptions.at(bootstrapServers)
                .installation(installation)
                .topicPrefix(installation + "-")
                .replicationFactor(1)
                .minInSyncReplicas(1)
                .lease(lease)
                .failoverWait(FAILOVER_WAIT)
                .cells(CELLS);
    }

    static BrokerOptions engine() {
        return BrokerOptions.elsewhere().withDurability(Durability.OS);
    }

    /** @param arguments bootstrap servers, name of the installation, lease in milliseconds, name of the instance */
    public static void main(String[] arguments) throws IOException {
        var lease = Duration.ofMillis(Long.parseLong(arguments[2]));
        var options = options(arguments[0], arguments[1], lease)
                .instance(arguments[3])
                .build();
        var instance = new CellsMain(KafkaBroker.open(options, engine()), arguments[3]);
        instance.begin();
        instance.obey();
    }

    private void begin() {
        for (int i = 0; i < QUEUES; i++) {
            String queue = "q" + i;
            broker.declare(Destination.queue(queue).partitions(2).build());
            broker.declare(Subscription.ofQueue(queue).ordering(Ordering.KEY).build());
            broker.consume(ConsumerOptions.ofQueue(queue, name).build(), each -> each.forEach(this::accept))
                    .request(Long.MAX_VALUE);
            start(() -> send(queue));
        }
        start(this::tellWhatIsOwned);
    }

    private static void start(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void print(String line) {
        output.println(line + " " + InstanceMain.END);
    }

    private void accept(Delivery delivery) {
        long handed = System.nanoTime();
        String id = delivery.message().bodyText();
        delivery.acceptAsync()
                .thenRun(() -> print("accepted " + delivery.message().destination() + " " + id + " " + handed));
    }

    /** Sends under one key, each message when the one before is acknowledged. One of which nothing is known is left. */
    private void send(String queue) {
        for (int number = 0; !isQuiet; number++) {
            String id = name + "-" + number;
            try {
                broker.send(Message.to(queue).key(name).body(id).build());
                print("sent " + queue + " " + id);
            } catch (PenstockException e) {
                // Nobody was told anything of it.
            }
            LockSupport.parkNanos(this, SEND_EVERY.toNanos());
        }
    }

    private void tellWhatIsOwned() {
        String before = "";
        while (true) {
            String owned = broker.cells().stream()
                    .filter(each -> each.state() == CellState.OWNER)
                    .map(CellStatus::cell)
                    .collect(Collectors.joining(" "));
            if (!owned.equals(before)) {
                print(("owns " + owned).strip());
                before = owned;
            }
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
    }

    private void obey() throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null && !order.equals("leave"); order = orders.readLine()) {
            isQuiet = true;
            print("quiet");
        }
        isQuiet = true;
        broker.close();
        System.exit(0);
    }
}
