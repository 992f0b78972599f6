package io.penstock.remote;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.Message;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** What is on its way to clients that are slow, or many, is bounded. */
class SlowConsumerTest extends RemoteTest {

    private static final int WINDOW = 20;

    private static final long HELD_BYTES = 5_000_000;

    @Override
    RemoteOptions.Builder clientOptions() {
        return super.clientOptions().window(WINDOW);
    }

    @Override
    BrokerServerOptions.Builder serverOptions() {
        return super.serverOptions().maxHeldBytes(HELD_BYTES);
    }

    @Test
    void shouldSendNoMoreThanAWindowToASlowHandler() {
        queue("orders");
        for (int i = 0; i < 10 * WINDOW; i++) {
            engine.send(message("m" + i));
        }
        var goOn = new CountDownLatch(1);
        var handled = new AtomicInteger();
        remote.consume(ConsumerOptions.ofQueue("orders", "slow").build(), batch -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    handled.addAndGet(batch.size());
                    batch.forEach(delivery -> delivery.acceptAsync());
                })
                .request(Long.MAX_VALUE);
        until(() -> waiting("orders").acquired() == WINDOW);
        // Its other calls are answered meanwhile.
        assertThat(remote.statistics("orders").subscriptions().get(0).acquired())
                .isEqualTo(WINDOW);

        goOn.countDown();

        until(() -> waiting("orders").accepted() == 10 * WINDOW);
        assertThat(handled).hasValue(10 * WINDOW);
    }

    @Test
    void shouldHandOutNothingWhileAClientHoldsTooManyBytes() throws Exception {
        queue("orders");
        byte[] body = new byte[1_000_000];
        for (int i = 0; i < WINDOW; i++) {
            engine.send(Message.to("orders").body(body).build());
        }
        int most = (int) (HELD_BYTES / body.length) + ServedConsumer.MAX_ASKED;
        var deliveries = consume(remote, "orders");
        var first = next(deliveries);
        assertThat(waiting("orders").acquired()).isLessThanOrEqualTo(most);
        first.accept();
        for (int i = 1; i < WINDOW; i++) {
            next(deliveries).accept();
        }
        assertThat(waiting("orders").accepted()).isEqualTo(WINDOW);
    }

    @Test
    void shouldServeManyConnectionsWithTheSameThreads() {
        queue("orders");
        var clients = new ArrayList<RemoteBroker>();
        try {
            for (int i = 0; i < 40; i++) {
                clients.add(RemoteBroker.connect(clientOptions().build()));
            }
            assertThat(server.connections()).isEqualTo(41);
            for (var client : clients) {
                client.send(message("a"));
                assertThat(client.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
            }
            assertThat(engine.statistics("orders").sent()).isEqualTo(40);
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("penstock-remote-server")
                            || thread.getName().startsWith("penstock-remote-call"))
                    .count();
            assertThat(threads).isLessThanOrEqualTo(BrokerServer.BLOCKING_THREADS + 64);
        } finally {
            clients.forEach(RemoteBroker::close);
        }
        until(() -> server.connections() == 1);
    }
}
