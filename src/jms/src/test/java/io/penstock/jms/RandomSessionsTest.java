package io.penstock.jms;

import io.penstock.jms.spec.Unchecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import jakarta.jms.JMSException;

import static jakarta.jms.Session.CLIENT_ACKNOWLEDGE;
import static jakarta.jms.Session.SESSION_TRANSACTED;
import static org.assertj.core.api.Assertions.assertThat;

/** Competing sessions that commit, roll back, recover and close at random: nothing is lost, nothing settled twice. */
@Timeout(JmsFixture.HANG_SECONDS)
class RandomSessionsTest extends JmsFixture {

    private static final int MESSAGES = 300;
    private static final int WORKERS = 3;

    private final ConcurrentLinkedQueue<String> settled = new ConcurrentLinkedQueue<>();

    @Test
    void shouldSettleEveryMessageExactlyOnce() throws Exception {
        long seed = new Random().nextLong();
        var expected = new ArrayList<String>();
        for (int i = 0; i < MESSAGES; i++) {
            expected.add("m" + i);
        }
        send("work", expected.toArray(String[]::new));
        var workers = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < WORKERS; i++) {
            var random = new Random(seed + i);
            workers.add(CompletableFuture.runAsync(() -> Unchecked.run(() -> work(random))));
        }

        CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();

        assertThat(settled).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(waiting("work")).isZero();
    }

    private void work(Random random) throws JMSException {
        while (waiting("work") > 0) {
            boolean transacted = random.nextBoolean();
            try (var session = session(transacted ? SESSION_TRANSACTED : CLIENT_ACKNOWLEDGE)) {
                var consumer = session.createConsumer(session.createQueue("work"));
                for (int rounds = 1 + random.nextInt(5); rounds > 0; rounds--) {
                    List<String> texts = new ArrayList<>();
                    jakarta.jms.Message last = null;
                    for (int count = 1 + random.nextInt(5); count > 0; count--) {
                        var message = consumer.receive(20);
                        last = message == null ? last : message;
                        texts.addAll(message == null ? List.of() : List.of(text(message)));
                    }
                    // One in eight gives up, so that no message is handed out as often as makes a dead letter.
                    int choice = random.nextInt(8);
                    if (choice == 0) {
                        break;
                    } else if (choice == 1 && transacted) {
                        session.rollback();
                    } else if (choice == 1) {
                        session.recover();
                    } else if (transacted) {
                        session.commit();
                        settled.addAll(texts);
                    } else if (last != null) {
                        last.acknowledge();
                        settled.addAll(texts);
                    }
                }
            }
        }
    }
}
