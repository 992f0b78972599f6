package io.penstock.kafka.owner;

import io.penstock.journal.JournalException;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CellOwnershipTest {

    private static final Duration LEASE = Duration.ofSeconds(5);

    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
    private final String name = TestKafka.uniqueName();
    private final Candidate.Cell cell = new Candidate.Cell(name + ".journal", "a", LEASE, OwnershipRules.ALL);
    private final AtomicLong now = new AtomicLong();
    private final TransactionIds ids = new TransactionIds(clients, name);
    private final TransactionIds other = new TransactionIds(clients, name);
    private final Producer<byte[], byte[]> plain = clients.producer();
    private final CellOwnership ownership = new CellOwnership(cell, ids, plain, now::get, Moment.Listener.NONE);

    @BeforeEach
    void own() throws Exception {
        try (var admin = clients.admin()) {
            admin.createTopics(List.of(new NewTopic(cell.journal(), 1, (short) 1)))
                    .all()
                    .get();
        }
        ids.takeOver();
        ownership.begin(new Candidate(cell, ids, now::get, 0, OwnerDoor.NONE).own(1));
    }

    @AfterEach
    void close() {
        ownership.close();
        ids.close();
        other.close();
        plain.close(Duration.ZERO);
    }

    @Test
    void shouldGoOnWhenTheLeaseHasEndedAndNobodyElseCame() {
        now.addAndGet(LEASE.toNanos());
        assertThat(ownership.lease().holds()).isFalse();

        ownership.confirm();

        assertThat(ownership.lease().leftNanos()).isEqualTo(LEASE.toNanos());
    }

    /** It has read the journal already, and writes that it is the owner whatever comes behind that. */
    @Test
    void shouldStepDownWhenACandidateIsAboutToWriteThatItIsTheOwner() {
        now.addAndGet(LEASE.toNanos());
        other.takeOver();

        assertThatThrownBy(ownership::confirm)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Another instance")
                .hasMessageContaining(cell.journal());
        assertThat(ownership.lease().holds()).isFalse();
    }

    /** Two that take the ids over at the same time may have some of them each: one of the ids decides. */
    @Test
    void shouldNotOwnTheCellWithoutTheIdThatDecides() {
        try (var quicker = clients.producer(name + ".owner")) {
            quicker.initTransactions();

            assertThat(new Candidate(cell, ids, now::get, 0, OwnerDoor.NONE).own(2))
                    .isNull();
        }
    }

    @Test
    void shouldAskNobodyWhileTheLeaseHolds() {
        other.takeOver();

        ownership.confirm();

        assertThat(ownership.lease().holds()).isTrue();
    }
}
