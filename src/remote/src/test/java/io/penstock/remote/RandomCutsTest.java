package io.penstock.remote;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections that are lost at any moment lose no message, and double none. */
class RandomCutsTest extends RemoteTest {

    private static final int MESSAGES = 1_000;
    private static final int CUTS = 5;

    /** The looks at an empty inbox that are too many. */
    private static final int MOST_IDLE = 100;

    private static Set<String> expected() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).collect(Collectors.toSet());
    }

    private void fresh(String queue) {
        if (engine.destination(queue).isPresent()) {
            engine.operations().delete(queue, true, "test");
        }
        engine.declare(Destination.queue(queue).partitions(2).build());
    }

    @Test
    void shouldWriteEachMessageOnce() {
        EachSeed.fromZero(3, this::writeEachMessageOnce);
    }

    private void writeEachMessageOnce(long seed) {
        var random = new Random(seed);
        fresh("orders");
        var cuts = random.ints(CUTS, 0, MESSAGES).boxed().collect(Collectors.toSet());
        var sending = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < MESSAGES; i++) {
            if (cuts.contains(i)) {
                if (random.nextBoolean()) {
                    proxy.loseAnswers();
                    remote.sendAsync(message("lost" + i));
                    proxy.goOn();
                } else {
                    proxy.cut();
                }
            }
            var message = message("m" + i);
            if (random.nextInt(20) == 0) {
                remote.send(message);
            } else {
                sending.add(remote.sendAsync(message).toCompletableFuture());
            }
        }
        sending.forEach(each -> assertThat(each).succeedsWithin(PATIENCE));
        assertThat(engine
                        .browse(BrowseRequest.all("orders", BrowseRequest.MAX_LIMIT)
                                .build())
                        .stream()
                        .map(stored -> stored.message().bodyText())
                        .filter(body -> body.startsWith("m")))
                .hasSize(MESSAGES)
                .containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void shouldAcceptEachMessageOnce() {
        EachSeed.fromZero(3, this::acceptEachMessageOnce);
    }

    private void acceptEachMessageOnce(long seed) {
        var random = new Random(seed);
        fresh("orders");
        var accepted = ConcurrentHashMap.<String>newKeySet();
        var twice = ConcurrentHashMap.<String>newKeySet();
        var handled = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            remote.consume(ConsumerOptions.ofQueue("orders", "c" + i).build(), batch -> {
                        handled.addAndGet(batch.size());
                        batch.forEach(delivery -> delivery.acceptAsync().thenRun(() -> {
                            var body = delivery.message().bodyText();
                            if (!accepted.add(body)) {
                                twice.add(body);
                            }
                        }));
                    })
                    .request(Long.MAX_VALUE);
        }
        int next = 0;
        for (int i = 0; i < CUTS; i++) {
            for (int end = (i + 1) * MESSAGES / CUTS; next < end; next++) {
                engine.sendAsync(message("m" + next));
            }
            int some = i * MESSAGES / CUTS + random.nextInt(MESSAGES / CUTS / 2);
            until(() -> handled.get() > some);
            proxy.cut();
        }
        until(() ->
                waiting("orders").accepted() == MESSAGES && waiting("orders").acquired() == 0);
        // An acceptance of which no connection brought the answer is known again; one that was not done is lost.
        assertThat(twice).isEmpty();
        until(() -> expected().containsAll(accepted) && accepted.size() == MESSAGES);
        assertThat(waiting("orders").waiting()).isZero();
    }

    @Test
    void shouldMoveEachMessageOnce() {
        EachSeed.fromZero(3, this::moveEachMessageOnce);
    }

    private void moveEachMessageOnce(long seed) throws Exception {
        var random = new Random(seed);
        fresh("orders");
        fresh("done");
        int messages = 100;
        for (int i = 0; i < messages; i++) {
            engine.send(message("m" + i));
        }
        var consumer = remote.consume(ConsumerOptions.ofQueue("orders", "mover").build());
        int idle = 0;
        while (waiting("orders").accepted() < messages) {
            var received = consumer.receive(Duration.ofMillis(100));
            if (received.isEmpty()) {
                assertThat(++idle).as(() -> waiting("orders").toString()).isLessThan(MOST_IDLE);
                continue;
            }
            var delivery = received.get();
            try (var transaction = remote.begin()) {
                transaction.accept(delivery);
                transaction.send(
                        Message.to("done").body(delivery.message().bodyText()).build());
                if (random.nextInt(20) == 0) {
                    proxy.cut();
                }
                transaction.commit();
            } catch (PenstockException.LeaseLost | PenstockException.Unavailable e) {
                // It comes again.
                assertThat(e).hasMessageNotContaining("may have been done");
            }
        }
        consumer.close();
        var moved = engine
                .browse(BrowseRequest.all("done", BrowseRequest.MAX_LIMIT).build())
                .stream()
                .map(stored -> stored.message().bodyText())
                .toList();
        assertThat(moved).hasSize(messages).doesNotHaveDuplicates();
    }
}
