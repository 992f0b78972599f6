package io.penstock.conformance;

import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests the search for the newest message of a key. */
public abstract class NewestConformance extends BrokerConformance {

    private void send(String topic, String key, String body) {
        broker.send(Message.to(topic).key(key).body(body).build());
    }

    private Optional<StoredMessage> newest(String destination, String key) {
        return broker.newest(destination, key.getBytes(StandardCharsets.UTF_8));
    }

    private String body(String destination, String key) {
        return newest(destination, key).orElseThrow().message().bodyText();
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.BROWSING);
    }

    @Test
    void shouldFindTheLastOneOfEachKey() {
        broker.declare(Destination.topic("prices").partitions(4).build());
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 20; i++) {
                send("prices", "k" + i, i + " in round " + round);
            }
        }

        for (int i = 0; i < 20; i++) {
            assertThat(body("prices", "k" + i)).isEqualTo(i + " in round 49");
        }
        assertThat(newest("prices", "unheard-of")).isEmpty();
    }

    @Test
    void shouldFindOneFarBack() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "rare", "first");
        for (int i = 0; i < 10; i++) {
            var messages = IntStream.range(0, 1_000)
                    .mapToObj(n -> Message.to("prices").key("often").body("x").build())
                    .toList();
            done(broker.sendAllAsync(messages));
        }
        send("prices", "often", "last");

        assertThat(newest("prices", "rare").orElseThrow().offset()).isZero();
        assertThat(body("prices", "often")).isEqualTo("last");
        reopen();
        assertThat(body("prices", "rare")).isEqualTo("first");
    }

    @Test
    void shouldShowATombstoneAndWhatIsSettled() {
        broker.declare(Destination.topic("prices").build());
        send("prices", "k", "1");
        broker.send(Message.to("prices").key("k").build());
        broker.declare(Destination.queue("orders").build());
        send("orders", "o", "done");
        done(consumeQueue("orders").next().acceptAsync());

        assertThat(newest("prices", "k").orElseThrow().message().body()).isNull();
        assertThat(body("orders", "o")).isEqualTo("done");
    }

    @Test
    void shouldRefuseWhatDoesNotExist() {
        broker.declare(Destination.topic("empty").build());

        assertThat(newest("empty", "k")).isEmpty();
        assertThatThrownBy(() -> newest("nowhere", "k")).isInstanceOf(PenstockException.UnknownDestination.class);
    }
}
