package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.ProducerOptions;
import io.penstock.Subscription;
import io.penstock.conformance.BrokerFactory;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.function.IntConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is opened costs as much whether few or many of its kind are open: what all threads allocate for a number of
 * them is compared with what they allocate for as many when there are several times more. No clock is asked.
 */
class OpeningTest extends BrokerTest {

    private static final int BATCH = 1_000;

    /** So many times more are open when the later batch is opened. */
    private static final int TIMES = 8;

    /** Tables that double in size do so in one of the batches, and not in the other. */
    private static final double MOST = 1.5;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(BrokerOptions.in(where).withDurability(Durability.OS), time);
    }

    private long allocated() {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private long allocatedBy(IntConsumer opening, int from) {
        long before = allocated();
        for (int i = from; i < from + BATCH; i++) {
            opening.accept(i);
        }
        return allocated() - before;
    }

    private void requireAsMuchForEach(String what, IntConsumer opening) {
        allocatedBy(opening, 0);
        long few = allocatedBy(opening, BATCH);
        for (int batch = 2; batch < TIMES; batch++) {
            allocatedBy(opening, batch * BATCH);
        }
        long many = allocatedBy(opening, TIMES * BATCH);
        assertThat((double) many / few)
                .as("bytes for %d more %s, with %d and with %d there", BATCH, what, BATCH, TIMES * BATCH)
                .isLessThan(MOST);
    }

    @Test
    void shouldOpenAProducerAsCheaplyAmongMany() {
        requireAsMuchForEach(
                "producers", i -> broker.producer(ProducerOptions.of("p" + i).build()));
    }

    @Test
    void shouldOpenASubscriptionThatIsNotDurableAsCheaplyAmongMany() {
        broker.declare(Destination.topic("t").build());
        var consumers = new ArrayList<AutoCloseable>();
        requireAsMuchForEach("subscriptions that are not durable", i -> {
            broker.declare(Subscription.ofTopic("t", "s" + i).durable(false).build());
            consumers.add(
                    broker.consume(ConsumerOptions.ofTopic("t", "s" + i, "c").build(), deliveries -> {}));
        });
    }

    @Test
    void shouldDeclareADurableSubscriptionAsCheaplyAmongMany() {
        broker.declare(Destination.topic("t").build());
        requireAsMuchForEach(
                "durable subscriptions",
                i -> broker.declare(Subscription.ofTopic("t", "s" + i).build()));
    }

    @Test
    void shouldDeclareAQueueAsCheaplyAmongMany() {
        requireAsMuchForEach(
                "queues", i -> broker.declare(Destination.queue("q" + i).build()));
    }

    @Test
    void shouldOpenAConsumerAsCheaplyAmongMany() {
        broker.declare(Destination.queue("q").build());
        requireAsMuchForEach(
                "consumers of a queue",
                i -> broker.consume(ConsumerOptions.ofQueue("q", "c" + i).build(), deliveries -> {}));
    }
}
