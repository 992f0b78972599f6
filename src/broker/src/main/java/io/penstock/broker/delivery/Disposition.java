package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.Contained;
import io.penstock.broker.record.MessageRules;

import java.time.Duration;

/** A command by which a consumer settles a delivery, or renews its lease. It is executed on the subscription's loop. */
abstract class Disposition extends Command<Void> {

    final LocalDelivery delivery;

    Disposition(LocalDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public final Contained about() {
        return delivery.owner();
    }

    final void leaseLost() {
        completeExceptionally(delivery.leaseLost());
    }

    static final class Accept extends Disposition implements Acceptance {

        Accept(LocalDelivery delivery) {
            super(delivery);
        }

        @Override
        public void execute() {
            delivery.settlements.accept(this);
        }

        @Override
        public void accepted() {
            complete(null);
        }
    }

    static final class Release extends Disposition {

        private final Duration delay;
        private final boolean countsAsAttempt;

        Release(LocalDelivery delivery, Duration delay, boolean countsAsAttempt) {
            super(delivery);
            this.delay = delay;
            this.countsAsAttempt = countsAsAttempt;
        }

        @Override
        public void execute() {
            if (delay.isNegative() || delay.compareTo(MessageRules.MAX_DELAY) > 0) {
                refuse(new PenstockException.InvalidConfiguration("A message cannot be released for " + delay
                        + ": use zero to " + MessageRules.MAX_DELAY.toDays() + " days."));
                return;
            }
            delivery.settlements.release(this, delay.toMillis(), countsAsAttempt);
        }
    }

    static final class Fail extends Disposition {

        private final Throwable failure;

        Fail(LocalDelivery delivery, Throwable failure) {
            super(delivery);
            this.failure = failure;
        }

        @Override
        public void execute() {
            delivery.settlements.fail(this, failure);
        }
    }

    static final class Reject extends Disposition {

        private final DeadLetterCause cause;

        Reject(LocalDelivery delivery, DeadLetterCause cause) {
            super(delivery);
            this.cause = cause;
        }

        @Override
        public void execute() {
            var problem = cause.problem();
            if (problem != null) {
                refuse(new PenstockException.InvalidConfiguration(problem));
                return;
            }
            delivery.settlements.reject(this, cause);
        }
    }

    static final class Renew extends Disposition {

        /** Leases are counted in milliseconds. */
        private static final Duration SHORTEST = Duration.ofMillis(1);

        private final Duration lease;

        Renew(LocalDelivery delivery, Duration lease) {
            super(delivery);
            this.lease = lease;
        }

        @Override
        public void execute() {
            if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(MessageRules.MAX_DELAY) > 0) {
                refuse(new PenstockException.InvalidConfiguration("A lease cannot be renewed for " + lease
                        + ": use at least " + SHORTEST + ", at most " + MessageRules.MAX_DELAY.toDays() + " days."));
                return;
            }
            delivery.settlements.renew(this, lease.toMillis());
        }
    }
}
