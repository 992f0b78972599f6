package io.penstock.journal.log;

import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** A log that nobody writes to looks at nothing each second; rounds are run by hand here, beside a thread that rests. */
class LogIdleTest {

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withYoungFiles(0)
            .withRoundMillis(Duration.ofHours(1).toMillis());

    private static final Duration UNTIL_RETENTION = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();

    /** Each round begins with a look whether the directory is still this process' own. */
    private final AtomicInteger looks = new AtomicInteger();

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldRestWhileNothingIsWritten() {
        try (var log = open()) {
            write(log);
            log.age();
            int before = looks.get();

            log.age();
            log.age();

            assertThat(looks).hasValue(before);
        }
    }

    @Test
    void shouldLookAgainWhenSomethingWasWritten() {
        try (var log = open()) {
            write(log);
            log.age();
            int before = looks.get();

            write(log);
            log.age();

            assertThat(looks.get()).isGreaterThan(before);
        }
    }

    @Test
    void shouldLookAgainWhenRetentionIsDue() {
        try (var log = open()) {
            write(log);
            log.age();
            int before = looks.get();

            now.addAndGet(UNTIL_RETENTION.toMillis());
            log.age();

            assertThat(looks.get()).isGreaterThan(before);
        }
    }

    private LocalLog open() {
        storage.onOpen = name -> {
            if (name.equals(StoreIdentity.NAME)) {
                looks.incrementAndGet();
            }
        };
        return LocalLog.open(storage, OPTIONS, () -> Instant.ofEpochMilli(now.get()), new ArchivingOwner());
    }

    private static void write(LocalLog log) {
        log.appendAndWait(TestAppend.record(true, 0, "x"));
    }
}
