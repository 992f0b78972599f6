package io.penstock.kafka.failover;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaRole;
import io.penstock.kafka.cluster.TestKafka;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A client sends and consumes while the owners of its cell end, one of them by {@code kill -9}. */
class ClientFailoverTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 200;
    private static final int KEYS = 4;
    private static final int PAGE = 1_000;

    private final String name = TestKafka.uniqueName();
    private final List<AutoProcess> instances = new ArrayList<>();
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final Set<String> handed = new LinkedHashSet<>();
    private final Set<String> accepted = new LinkedHashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private volatile Throwable failure;
    private volatile boolean isOver;

    private AutoProcess start() {
        var instance = AutoProcess.start(TestKafka.bootstrapServers(), name, LEASE);
        instances.add(instance);
        return instance;
    }

    private static String key(int number) {
        return "k" + number % KEYS;
    }

    private void send(KafkaBroker client) {
        try {
            for (int i = 0; !isOver; i++) {
                client.send(Message.to("q").key(key(i)).body("" + i).build());
                synchronized (this) {
                    acknowledged.add("" + i);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void take(Delivery delivery) {
        var id = delivery.message().bodyText();
        synchronized (this) {
            if (accepted.contains(id)) {
                violations.add("handed out after it was accepted: " + id);
            }
            if (handed.add(id)) {
                int number = Integer.parseInt(id);
                var before = lastOfKey.put(key(number), number);
                if (before != null && before > number) {
                    violations.add("out of order: " + id + " behind " + before);
                }
            }
        }
        delivery.acceptAsync().thenRun(() -> {
            synchronized (this) {
                accepted.add(id);
            }
        });
    }

    private synchronized int count() {
        return acknowledged.size();
    }

    private void awaitMore() {
        int before = count();
        await("acknowledged after " + before)
                .atMost(LIMIT)
                .until(() -> failure != null || count() >= before + MESSAGES);
        assertThat(failure).isNull();
    }

    private static List<String> stored(KafkaBroker client) {
        var all = new ArrayList<String>();
        for (long from = 0; ; ) {
            var page = client.browse(
                    BrowseRequest.all("q", PAGE).partition(0).fromOffset(from).build());
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(each -> all.add(each.message().bodyText()));
            from = page.get(page.size() - 1).offset() + 1;
        }
    }

    @Test
    void shouldGoOnWhenOwnersEndAndAreKilled() throws InterruptedException {
        var first = start();
        var second = start();
        var options = AutoMain.options(TestKafka.bootstrapServers(), name, LEASE)
                .role(KafkaRole.CLIENT)
                .build();
        try (var client = KafkaBroker.open(options, BrokerOptions.elsewhere())) {
            client.declare(Destination.queue("q").build());
            client.consume(ConsumerOptions.ofQueue("q", "c").build(), deliveries -> deliveries.forEach(this::take))
                    .request(Long.MAX_VALUE);
            var sender = new Thread(() -> send(client), "sender");
            sender.start();
            try {
                awaitMore();
                first.end();
                awaitMore();
                start();
                second.kill();
                awaitMore();
            } finally {
                isOver = true;
                sender.join();
            }

            assertThat(failure).isNull();
            await().atMost(LIMIT).until(() -> client.statistics("q").depth() == 0);
            synchronized (this) {
                assertThat(violations).isEmpty();
                assertThat(handed).containsAll(acknowledged);
            }
            assertThat(stored(client)).doesNotHaveDuplicates().containsAll(acknowledged);
        } finally {
            instances.forEach(AutoProcess::close);
        }
    }
}
