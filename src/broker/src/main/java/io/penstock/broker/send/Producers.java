package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.Guarantees;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.journal.log.Log;
import io.penstock.spi.EngineReceipt;

import java.time.Duration;
import java.time.InstantSource;

/** Opens producers, and forgets those that are idle for too long. Safe for any thread. */
public final class Producers {

    /** Each keeps up to 12 KiB of receipts; more than this are no producers but one for each message. */
    static final int MAX_PRODUCERS = 10_000;

    private static final long IDLE_MILLIS = Duration.ofDays(Producer.IDLE_DAYS).toMillis();

    private final Catalog catalog;
    private final Guarantees guarantees;
    private final Log journal;
    private final Sender sender;
    private final InstantSource clock;
    private final boolean forced;

    public Producers(
            Catalog catalog, Guarantees guarantees, Log journal, Sender sender, InstantSource clock, boolean forced) {
        this.catalog = catalog;
        this.guarantees = guarantees;
        this.journal = journal;
        this.sender = sender;
        this.clock = clock;
        this.forced = forced;
    }

    /** One at a time; waits for storage. */
    public synchronized Producer open(ProducerOptions options) {
        forgetIdle();
        var known = guarantees;
        var existing = known.producer(options.id());
        if (existing == null && known.producers().size() >= MAX_PRODUCERS) {
            throw new PenstockException.Conflict("Producer '" + options.id() + "' is refused: there are "
                    + MAX_PRODUCERS
                    + " already. Use the same id for what follows each other; one that sends nothing for "
                    + Producer.IDLE_DAYS + " days is forgotten.");
        }
        if (existing == null) {
            write(new GuaranteeEntry.ProducerOpened(known.nextProducerNumber(), options.id(), 1, clock.millis()));
            return instance(known.producer(options.id()));
        }
        existing.admission.lock();
        try {
            long epoch = existing.epoch() + 1;
            write(new GuaranteeEntry.ProducerOpened(existing.number(), options.id(), epoch, clock.millis()));
            // Everything that older instances had sent is applied by now, and nothing of them follows.
            existing.next.set(existing.written());
            return instance(existing);
        } finally {
            existing.admission.unlock();
        }
    }

    private LocalProducer instance(ProducerState state) {
        return new LocalProducer(this, state, state.epoch(), sender, journal, clock);
    }

    private void forgetIdle() {
        long before = clock.millis() - IDLE_MILLIS;
        for (var state : guarantees.producers()) {
            state.admission.lock();
            try {
                if (state.lastUsedMillis() < before && state.onTheWay.isEmpty()) {
                    write(new GuaranteeEntry.ProducerExpired(state.number()));
                }
            } finally {
                state.admission.unlock();
            }
        }
    }

    private void write(Entry entry) {
        var append = new WaitingAppend(forced);
        append.addEntry(EntryCodec.encode(entry));
        append.write(journal);
    }

    /** Of a message that was written before: of one that an exchange has routed, the receipt of its first copy. */
    Receipt receipt(RecordPosition place, PreparedMessage repeated) {
        var messageId = repeated.id();
        if (place.partition() == ProducerState.NOWHERE) {
            return EngineReceipt.discarded(messageId, repeated.destination());
        }
        var log = catalog.partition(place.partition());
        if (log == null) {
            // Its destination was deleted since.
            return EngineReceipt.of(messageId, repeated.destination(), Receipt.NO_PARTITION, place.offset());
        }
        return EngineReceipt.of(
                messageId == null ? log.address().messageId(place.offset()) : messageId,
                log.destination().name(),
                log.index(),
                place.offset());
    }
}
