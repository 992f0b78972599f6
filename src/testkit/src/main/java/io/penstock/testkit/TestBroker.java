package io.penstock.testkit;

import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.spi.ForwardingBroker;

import java.time.Duration;

/**
 * The broker that applications run on, with its log in memory and with a clock that a test moves: hours of back-off
 * pass in an instant. Everything else is as in production: partitions, leases, retries, dead letters, transactions and
 * the limits of a default configuration. It is safe for any thread, and starts in some hundredths of a second.
 *
 * <p>{@link PenstockTest} makes one for each test method.
 */
public final class TestBroker extends ForwardingBroker {

    /** Enough for a message of the default limit of 1 MiB, and little enough to fill with zeros in no time. */
    private static final int FILE_BYTES = 16 << 20;

    private static final int FRAME_BYTES = 4 << 20;
    private static final long QUEUED_BYTES = 16L << 20;
    private static final long FORCE_INTERVAL_MILLIS = 50;

    private final ManualClock clock;

    private TestBroker(EmbeddedBroker broker, ManualClock clock) {
        super(broker);
        this.clock = clock;
    }

    /** Opens an empty broker whose clock stands still at an arbitrary, fixed instant. */
    public static TestBroker open() {
        return open(new ManualClock());
    }

    /** Opens an empty broker on a clock of the test's own, which several brokers may share. */
    public static TestBroker open(ManualClock clock) {
        var journal = new JournalOptions(FILE_BYTES, FRAME_BYTES, QUEUED_BYTES, FORCE_INTERVAL_MILLIS);
        var options = BrokerOptions.elsewhere().withLog(LogOptions.of(journal));
        var broker = EmbeddedBroker.open(
                options, clock, owner -> LocalLog.open(new MemoryStorage(), options.log(), clock, owner));
        return new TestBroker(broker, clock);
    }

    /** The clock that the broker goes by. */
    public ManualClock clock() {
        return clock;
    }

    /**
     * Moves the clock. When this returns, the broker has dealt with what has become due: delayed messages and retries
     * are on the way to consumers, schedules have fired, messages have expired. A retry counts from when the broker has
     * heard of the failure: before moving the clock to it, wait with {@link QueueAssert#eventuallyHasScheduled}.
     *
     * @param duration positive, since nothing becomes due by going back
     * @throws IllegalArgumentException if the duration is not positive
     */
    public void advance(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration = " + duration + ": it must be positive.");
        }
        clock.advance(duration);
    }

    /** A queue of this broker, for assertions. */
    public QueueProbe queue(String name) {
        return new QueueProbe(this, clock, name);
    }

    /** The dead letters of a queue of this broker, for assertions. */
    public DeadLetterProbe deadLetters(String queue) {
        return new DeadLetterProbe(this, queue, queue);
    }

    /** The dead letters of a subscription of a topic of this broker, for assertions. */
    public DeadLetterProbe deadLetters(String topic, String subscription) {
        return new DeadLetterProbe(this, topic, subscription);
    }
}
