package io.penstock.broker.declaration;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.BrokerTest;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.tool.LiveFiles;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What they cost the log: next to nothing, however many there were. */
class TemporaryDestinationsTest extends BrokerTest {

    /** The smallest that a message fits into, and so the fewest partitions. */
    private static final JournalOptions SMALL = new JournalOptions(5 << 19, 5 << 18, 1 << 20, 50);

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(
                BrokerOptions.in(where)
                        .withDurability(Durability.OS)
                        .withMaxMessageBytes(1_000)
                        .withLog(LogOptions.of(SMALL)),
                time);
    }

    @Test
    void shouldUsePartitionsAgain() {
        for (int i = 0; i <= SMALL.maxPartitions(); i++) {
            broker.temporary(DestinationKind.QUEUE).close();
        }
    }

    /** Its files go round many times meanwhile, and nothing may be kept of what was never taken. */
    @Test
    void shouldAnswerManyTimesWhileFilesAreUsedAgain() throws Exception {
        var body = new byte[500];
        for (int i = 0; i < 20_000; i++) {
            try (var replies = broker.temporary(DestinationKind.QUEUE)) {
                var arrived = new ArrayBlockingQueue<Delivery>(1);
                String name = replies.destination().name();
                try (var consumer = broker.consume(
                        ConsumerOptions.ofQueue(name, "c").build(), (List<Delivery> some) -> arrived.addAll(some))) {
                    consumer.request(1);
                    broker.send(Message.to(name).key("k" + i).body(body).build());
                    broker.send(Message.to(name).key("never taken").body(body).build());

                    var reply = arrived.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    assertThat(reply).isNotNull();
                    assertThat(reply.message().keyText()).isEqualTo("k" + i);
                    reply.accept();
                }
            }
        }
        assertThat(LiveFiles.below(directory.resolve("archive"))).isEmpty();
    }
}
