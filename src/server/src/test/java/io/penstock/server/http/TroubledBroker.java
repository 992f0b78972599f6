package io.penstock.server.http;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives an application under test a broker whose storage and clock go wrong when a test says so. */
@Alternative
@Singleton
public class TroubledBroker {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(4 << 20, 2 << 20, 8 << 20, 60_000))
            .withArchive(new ArchiveOptions(256 << 10, 16, 1 << 20, 4, 1_000))
            .withYoungFiles(0);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final AtomicLong addedMillis = new AtomicLong();

    private volatile boolean readsFail;
    private volatile String withoutArchive;
    private LocalLog log;

    @Produces
    @Singleton
    Broker broker() {
        storage.observe(this::before);
        InstantSource clock = () -> Instant.now().plusMillis(addedMillis.get());
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 100 << 10, SMALL);
        return EmbeddedBroker.open(options, clock, owner -> {
            log = LocalLog.open(storage, SMALL, clock, owner);
            return log;
        });
    }

    void close(@Disposes Broker broker) {
        broker.close();
    }

    private void before(FaultyStorage.Operation operation, String name) throws IOException {
        boolean isOfDispatch = Thread.currentThread().getName().startsWith("penstock-dispatch");
        if (operation == FaultyStorage.Operation.READ && readsFail && isOfDispatch) {
            throw new IllegalStateException("a defect");
        }
        if (withoutArchive != null && name.contains("archive/" + withoutArchive)) {
            throw new IOException("no room for " + name);
        }
    }

    /** Dispatch loops that read from now on meet a defect, until it is mended. */
    void failReads(boolean fail) {
        readsFail = fail;
    }

    /** Nothing of a destination can be moved to the archive; null for none. */
    void keepFromArchive(String destination) {
        withoutArchive = destination;
    }

    /** Moves what is old to the archive now. */
    void age() {
        log.age();
    }

    /** Sets the clock forward, or back by a negative duration. */
    void setClock(Duration by) {
        addedMillis.addAndGet(by.toMillis());
    }
}
