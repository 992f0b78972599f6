package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RedriveRequest;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Limits hold for what is sent from now on, and never for what is stored. */
class LoweredLimitsTest {

    private static final int LARGE_BYTES = 20 << 20;

    private static final LogOptions LARGE = LogOptions.of(new JournalOptions(64 << 20, 32 << 20, 64L << 20, 50));
    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(8 << 20, 4 << 20, 8L << 20, 50));

    @TempDir
    Path directory;

    private EmbeddedBroker open(LogOptions log, int maxMessageBytes) {
        return EmbeddedBroker.open(new BrokerOptions(directory, Durability.OS, maxMessageBytes, log));
    }

    private static BlockingQueue<Delivery> consume(EmbeddedBroker broker, String queue) {
        var handed = new LinkedBlockingQueue<Delivery>();
        broker.consume(ConsumerOptions.ofQueue(queue, "c").build(), handed::addAll)
                .request(10);
        return handed;
    }

    private static Delivery next(BlockingQueue<Delivery> handed) throws InterruptedException {
        var delivery = handed.poll(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        return delivery;
    }

    @Test
    void shouldBuryAndRedriveAMessageThatIsLargerThanIsTakenNow() throws Exception {
        byte[] body = new byte[LARGE_BYTES];
        body[LARGE_BYTES - 1] = 7;
        try (var broker = open(LARGE, 24 << 20)) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.queue("innocent").build());
            broker.send(Message.to("orders").body(body).build());
        }

        try (var broker = open(SMALL, 1 << 20)) {
            assertThatThrownBy(() -> broker.send(Message.to("orders").body(body).build()))
                    .isInstanceOf(PenstockException.MessageTooLarge.class);
            next(consume(broker, "orders")).reject(DeadLetterReason.UNREADABLE, "no use", null);
            var letter = next(consume(broker, "orders.dlq"));
            assertThat(letter.message().body()).isEqualTo(body);
            broker.send(Message.to("innocent").body("a").build());
            next(consume(broker, "innocent")).accept();
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        }

        try (var broker = open(SMALL, 1 << 20)) {
            assertThat(broker.redrive(RedriveRequest.all("orders.dlq").build()).redriven())
                    .isEqualTo(1);
            var handed = consume(broker, "orders");
            var again = next(handed);
            assertThat(again.message().body()).isEqualTo(body);
            again.release(Duration.ZERO, true);
            assertThat(next(handed).message().body()).isEqualTo(body);
        }
    }

    @Test
    void shouldCommitWhatWasPreparedWhenLargerMessagesWereTaken() throws Exception {
        byte[] body = new byte[LARGE_BYTES];
        byte[] globalId = {1, 2, 3};
        try (var broker = open(LARGE, 24 << 20)) {
            broker.declare(Destination.queue("orders").build());
            var transaction = broker.begin(Duration.ofMinutes(1));
            transaction.send(Message.to("orders").body(body).build());
            transaction.prepare(globalId);
        }

        try (var broker = open(SMALL, 1 << 20)) {
            broker.commitPrepared(globalId);
            assertThat(next(consume(broker, "orders")).message().body()).hasSize(LARGE_BYTES);
        }
    }
}
