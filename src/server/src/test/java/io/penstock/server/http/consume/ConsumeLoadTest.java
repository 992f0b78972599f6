package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.penstock.Message;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.consume.Deliveries.standing;
import static org.assertj.core.api.Assertions.assertThat;

/** Many clients at the same time: each message is for one of them, and those that wait cost little. */
@QuarkusTest
class ConsumeLoadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int POLLS = 1_000;
    private static final int STREAMS = 500;

    /** Client and server are in this process; each connection has buffers on both sides. */
    private static final long BYTES_FOR_EACH = 256 << 10;

    @Inject
    Broker broker;

    @Inject
    SharedConsumers consumers;

    @TestHTTPResource("/")
    URI server;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldGiveEachMessageToOneOfAThousandPolls() {
        String queue = declareQueue("load");
        // The leases last until they are counted, however long the answers take.
        var poll = HttpRequest.newBuilder(server.resolve(Deliveries.of(queue) + "?wait=PT1M&lease=PT1H"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        long before = usedBytes();
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < POLLS; i++) {
            answers.add(client.sendAsync(poll, HttpResponse.BodyHandlers.ofString()));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> consumers.polls() == POLLS);
        assertThat(usedBytes() - before).isLessThan(POLLS * BYTES_FOR_EACH);
        assertThat(standing(queue, "consumers")).isEqualTo(1);

        send(queue, POLLS);

        var bodies = answers.stream()
                .map(answer -> JsonPath.from(answer.join().body()).getString("deliveries[0].message.body"))
                .toList();
        assertThat(bodies).hasSize(POLLS).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(standing(queue, "acquired")).isEqualTo(POLLS);
    }

    @Test
    void shouldGiveEachMessageToOneOfFiveHundredStreams() {
        String queue = declareQueue("load");
        var path = DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/events?settle=written";
        var request = HttpRequest.newBuilder(server.resolve(path)).build();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        long before = usedBytes();
        var ended = new ArrayList<CompletableFuture<HttpResponse<Void>>>();
        for (int i = 0; i < STREAMS; i++) {
            ended.add(client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new Events(seen))));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> consumers.waiting() >= STREAMS);
        assertThat(usedBytes() - before).isLessThan(STREAMS * BYTES_FOR_EACH);

        send(queue, 2 * POLLS);

        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "waiting") == 0);
        Awaitility.await().atMost(PATIENCE).until(() -> seen.size() >= 2 * POLLS);
        assertThat(seen).hasSize(2 * POLLS).doesNotHaveDuplicates();
        ended.forEach(each -> each.cancel(true));
    }

    private void send(String queue, int number) {
        broker.sendAll(IntStream.range(0, number)
                .mapToObj(i -> Message.to(queue).body("m" + i).build())
                .toList());
    }

    private static long usedBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Reads the bodies of messages out of a stream of events. */
    private static final class Events implements Flow.Subscriber<String> {

        private final Queue<String> seen;

        private Events(Queue<String> seen) {
            this.seen = seen;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data: ")) {
                seen.add(JsonPath.from(line.substring("data: ".length())).getString("message.body"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The test has hung up.
        }

        @Override
        public void onComplete() {
            // As above.
        }
    }
}
