package io.penstock.broker.send;

import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.broker.destination.Guarantees;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.guarantee.ProducerInstance;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.journal.log.Log;

import java.time.InstantSource;

/** Opens numbered producers, and forgets those that are idle for too long. It is safe for any thread. */
public final class Producers {

    /**
     * The largest number of producers, each of which keeps up to 12 KiB of receipts: more than this means a producer
     * for each message.
     */
    static final int MAX_PRODUCERS = 10_000;

    private static final long IDLE_MILLIS = EngineBounds.PRODUCER_IDLE.toMillis();

    /** Between two looks for those that are idle, which is for days. */
    private static final long LOOK_MILLIS = 3_600_000;

    private final Guarantees guarantees;
    private final Log log;
    private final NumberedSender sender;
    private final InstantSource clock;
    private final boolean forced;
    private long lookedAtMillis;

    /**
     * @param log takes what opens and forgets producers
     * @param sender of their messages
     */
    public Producers(Guarantees guarantees, Log log, NumberedSender sender, InstantSource clock, boolean forced) {
        this.guarantees = guarantees;
        this.log = log;
        this.sender = sender;
        this.clock = clock;
        this.forced = forced;
    }

    /** Opens a producer. Only one is opened at a time; it waits for storage. */
    public synchronized Producer open(ProducerOptions options) {
        forgetIdle();
        var known = guarantees;
        var existing = known.producer(options.id());
        if (existing == null && known.producerCount() >= MAX_PRODUCERS) {
            throw new PenstockException.Conflict("Producer '" + options.id() + "' is refused: there are "
                    + MAX_PRODUCERS
                    + " already. Use the same id for what follows each other; one that sends nothing for "
                    + EngineBounds.PRODUCER_IDLE.toDays() + " days is forgotten.");
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
        return new LocalProducer(new ProducerInstance(state, state.epoch()), sender);
    }

    /** The instance of a producer that was opened here, or null if another broker has opened it. */
    public ProducerInstance instance(Producer producer) {
        return producer instanceof LocalProducer local && local.sendsBy(sender) ? local.instance() : null;
    }

    /**
     * Forgets idle producers. This looks through all of them, so it is not done at each opening, but before one is
     * refused.
     */
    private void forgetIdle() {
        long now = clock.millis();
        boolean isDue = Math.abs(now - lookedAtMillis) >= LOOK_MILLIS;
        if (!isDue && guarantees.producerCount() < MAX_PRODUCERS) {
            return;
        }
        lookedAtMillis = now;
        long before = now - IDLE_MILLIS;
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
        append.write(log);
    }
}
