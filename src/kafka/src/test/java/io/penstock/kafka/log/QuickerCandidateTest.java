package io.penstock.kafka.log;

import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalLine;
import io.penstock.kafka.journal.JournalReader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Another candidate writes that it owns the cell after this one has seen that nobody does, and before it writes so. */
class QuickerCandidateTest {

    private static final int WHILE_IT_WRITES = 2;

    private final String name = TestKafka.uniqueName();
    private final String journal = name + ".main.journal";

    @Test
    void shouldBeWaitedForAndNotBeReplaced() {
        var opened = new AtomicInteger();
        var choice = CellEngine.Choice.USUAL.withDoor(() -> {
            if (opened.incrementAndGet() == WHILE_IT_WRITES) {
                writeOwned();
            }
            return null;
        });

        assertThatThrownBy(() -> CellEngine.open(name, choice).close()).hasMessageContaining("was quicker");

        assertThat(owned())
                .as("epochs of owners: the first line counts, and the other one has not ended its lease")
                .containsExactly(1L, 1L);
    }

    private void writeOwned() {
        try (var other = CellEngine.CLIENTS.producer()) {
            var epoch = new RecordHeader(JournalFormat.EPOCH, JournalFormat.epoch(1));
            other.send(new ProducerRecord<>(
                    journal, 0, null, null, JournalFormat.owned(1, "other", null), List.of(epoch)));
        }
    }

    private List<Long> owned() {
        var lines = new ArrayList<JournalLine>();
        try (var reader = new JournalReader(CellEngine.CLIENTS.reader(), journal)) {
            long end = reader.end();
            reader.seek(0);
            while (reader.position() < end) {
                lines.addAll(reader.poll(Duration.ofMillis(100)));
            }
        }
        return lines.stream()
                .filter(line -> line.kind() == JournalKind.OWNED)
                .map(JournalLine::epoch)
                .toList();
    }
}
