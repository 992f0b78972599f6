package io.penstock.server.http.stream;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jakarta.inject.Inject;
import jakarta.inject.Provider;

import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.send;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class TopicTailsTest {

    @Inject
    Provider<Broker> broker;

    /** All of them are looked at together, and who is to be woken is woken in turn, by one thread. */
    @Test
    void shouldWakeNobodyForAPartitionThatIsNotRead() throws Exception {
        String topic = declareTopic("tails", 2);
        send(topic, "x");
        int full =
                broker.get().browse(BrowseRequest.all(topic, 1).build()).get(0).partition();
        var executor = Executors.newSingleThreadScheduledExecutor();
        try {
            var tails = new TopicTails(broker, executor);
            var woken = new CopyOnWriteArrayList<String>();
            var done = new CountDownLatch(2);
            var beginning = Positions.of(Map.of());
            tails.await(topic, beginning, 1 - full, () -> false, () -> woken.add("empty"));
            tails.await(topic, beginning, full, () -> false, () -> {
                woken.add("full");
                done.countDown();
            });
            tails.await(topic, beginning, -1, () -> false, () -> {
                woken.add("all");
                done.countDown();
            });

            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
            executor.submit(() -> {}).get(1, TimeUnit.MINUTES);
            assertThat(woken).containsExactlyInAnyOrder("full", "all");
        } finally {
            executor.shutdownNow();
        }
    }
}
