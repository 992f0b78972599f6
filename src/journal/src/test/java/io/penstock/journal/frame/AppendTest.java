package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** An append as a log sees it that has a format of its own. */
class AppendTest {

    private static final class Listed implements Append.Parts {

        private final List<String> all = new ArrayList<>();

        @Override
        public void record(int partition, EncodedRecord record) {
            all.add("record " + partition + " " + new String(record.view().value(), StandardCharsets.UTF_8));
        }

        @Override
        public void batch(int partition, EncodedBatch batch) {
            all.add("batch " + partition + " of " + batch.count());
        }

        @Override
        public void entry(byte[] entry) {
            all.add("entry " + new String(entry, StandardCharsets.UTF_8));
        }
    }

    private static EncodedBatch batch(String... values) {
        var encoder = new BatchEncoder(0);
        for (var value : values) {
            encoder.add(1_000, null, TestAppend.bytes(value), sink -> {});
        }
        return encoder.finish(new CRC32C());
    }

    @Test
    void shouldPassOnWhatWasAddedInThatOrder() {
        var append = new TestAppend(false).withEntry("a").with(3, "b");
        append.addBatch(1, batch("c", "d"));
        append.with(3, "e").withEntry("f");
        var listed = new Listed();

        append.forEach(listed);

        assertThat(listed.all).containsExactly("entry a", "record 3 b", "batch 1 of 2", "record 3 e", "entry f");
    }

    @Test
    void shouldPassOnNothingOfAnEmptyOne() {
        var listed = new Listed();

        new TestAppend(false).forEach(listed);

        assertThat(listed.all).isEmpty();
    }

    @Test
    void shouldTellOffsetsThatALogHasGiven() {
        var append =
                new TestAppend(false).withEntry("a").with(3, "b").withEntry("c").with(4, "d");

        append.placed(1, 70);
        append.placed(0, 60);

        assertThat(append.offset(0)).isEqualTo(60);
        assertThat(append.offset(1)).isEqualTo(70);
        assertThatThrownBy(() -> append.placed(2, 80)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldBeCompletedWhateverItsCallbackDoes() {
        var append = new Append(false) {
            @Override
            public void durable() {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void failed(JournalException cause) {
                throw new IllegalStateException("on purpose", cause);
            }
        };

        append.succeed();
        assertThat(append.isCompleted()).isTrue();

        var failed = new TestAppend(false);
        failed.fail(new JournalException("on purpose"));
        assertThat(failed.isCompleted()).isTrue();
        assertThat(failed.end).isCompletedExceptionally();
    }

    @Test
    void shouldReadABatchAsItLiesAtAPlace() {
        var read = batch("a", "b").at(40);

        assertThat(read.baseOffset()).isEqualTo(40);
        assertThat(StreamSupport.stream(read.spliterator(), false))
                .extracting(LogRecord::offset, record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly(tuple(40L, "a"), tuple(41L, "b"));
    }
}
