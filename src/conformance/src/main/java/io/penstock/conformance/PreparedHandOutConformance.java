package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Ordering;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests what others may do with a queue while a prepared transaction has some of its messages. */
public abstract class PreparedHandOutConformance extends BrokerConformance {

    private static final byte[] ID = {1, 2, 3};

    private List<String> waiting(String queue) {
        return broker.browse(BrowseRequest.waiting(queue, 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    /** The next message is accepted in a transaction that is prepared. */
    private void prepare(Inbox inbox) {
        var transaction = broker.begin();
        transaction.accept(inbox.next());
        done(transaction.prepareAsync(ID));
    }

    private void purgeSparesWhatIsPrepared() {
        var purge = broker.operations().purge("orders", null, "ada");
        assertThat(purge.messages()).isEqualTo(2);
        assertThat(purge.left()).isEqualTo(1);
        assertThat(waiting("orders")).containsExactly("a");

        broker.rollbackPrepared(ID);

        var again = consumeQueue("orders").next();
        assertThat(again.message().bodyText()).isEqualTo("a");
        assertThat(again.deliveries()).isEqualTo(2);
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.PREPARED_TRANSACTIONS);
    }

    @Test
    void shouldNotPurgeWhatIsPreparedAfterARestart() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b", "c");
        prepare(consumeQueue("orders"));
        reopen();

        purgeSparesWhatIsPrepared();
    }

    @Test
    void shouldNotPurgeWhatIsPreparedOfAConsumerThatLeft() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b", "c");
        var inbox = consumeQueue("orders");
        prepare(inbox);
        inbox.close();

        purgeSparesWhatIsPrepared();
    }

    @Test
    void shouldHoldBackWhatLiesBehindInAStrictOrderUntilTheTransactionEnds() {
        for (boolean commit : new boolean[] {true, false}) {
            String name = commit ? "committed" : "rolled-back";
            broker.declare(Destination.queue(name).build());
            broker.declare(
                    Subscription.ofQueue(name).ordering(Ordering.PARTITION).build());
            send(name, "a", "b", "c");
            prepare(consumeQueue(name));
            reopen();
            var inbox = consume(
                    ConsumerOptions.ofQueue(name, "next").lease(Duration.ZERO).build());
            inbox.expectNothing();

            if (commit) {
                broker.commitPrepared(ID);
            } else {
                broker.rollbackPrepared(ID);
            }

            var expected = commit ? List.of("b", "c") : List.of("a", "b", "c");
            assertThat(inbox.next(expected.size()))
                    .extracting(delivery -> delivery.message().bodyText())
                    .isEqualTo(expected);
            broker.forgetPrepared(ID);
        }
    }
}
