package io.penstock.journal.log;

import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.archive.RemovalReason;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Senders are as quick as the thread that moves old records: there is always a file more that waits. */
class LogUnderLoadTest {

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withArchive(new ArchiveOptions(32 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(1);

    private static final int RECORD_BYTES = 4_000;

    /** They fill more than one file. */
    private static final int RECORDS_OF_A_FILE = Journals.UNFORCED.fileBytes() / RECORD_BYTES + 1;

    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch removed = new CountDownLatch(1);
    private LocalLog log;

    /** Each time something is moved, as much is written again and two seconds pass. */
    private final class Sending extends ArchivingOwner {

        @Override
        public PartitionPlan plan(int partition) {
            if (opened.getCount() == 0 && removed.getCount() > 0) {
                now.addAndGet(2_000);
                fill();
                if (log.archiveStatistics().removedRecords().containsKey(RemovalReason.SIZE)) {
                    removed.countDown();
                }
            }
            return new PartitionPlan(
                    "d", 0, "p", CleanupPolicy.EXPIRE, null, RECORD_BYTES, Duration.ZERO, false, BatchCompression.NONE);
        }
    }

    @Test
    @Timeout(60)
    void shouldRemoveWhatIsTooOldThoughSendersNeverRest() throws InterruptedException {
        try (var opening =
                LocalLog.open(new MemoryStorage(), OPTIONS, () -> Instant.ofEpochMilli(now.get()), new Sending())) {
            log = opening;
            opened.countDown();
            fill();

            removed.await();

            assertThat(log.agingFailure()).isNull();
        }
    }

    private void fill() {
        for (int i = 0; i < RECORDS_OF_A_FILE; i++) {
            log.appendAndWait(TestAppend.record(true, 0, "x".repeat(RECORD_BYTES)));
        }
    }
}
