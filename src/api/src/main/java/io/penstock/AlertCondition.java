package io.penstock;

import java.time.Duration;
import java.util.Objects;

/** An alert condition is what an {@link AlertRule} watches for. A later release may have more of them. */
public sealed interface AlertCondition {

    /** The longest time that a condition can ask for: who waits longer needs no alert. */
    Duration MAX_TIME = Duration.ofDays(30);

    /** The shortest time that a condition can ask for: the engine looks about as often. */
    Duration MIN_TIME = Duration.ofSeconds(1);

    /** The largest lag that a condition can name, in messages. */
    long MAX_LAG = 1_000_000_000_000L;

    /** More messages of a subscription than that became dead letters within the window. */
    record DeadLetters(DeadLetterAlert alert) implements AlertCondition {

        public DeadLetters {
            Objects.requireNonNull(alert, "alert");
        }
    }

    /**
     * The oldest message that a subscription has not settled was sent longer ago than that.
     *
     * @param olderThan one second to 30 days
     */
    record OldestMessage(Duration olderThan) implements AlertCondition {

        public OldestMessage {
            requireTime("olderThan", olderThan);
        }
    }

    /**
     * A subscription has more messages than that which it has not settled.
     *
     * @param above 0 to {@value AlertCondition#MAX_LAG}
     */
    record Lag(long above) implements AlertCondition {

        public Lag {
            require(above >= 0 && above <= MAX_LAG, "above = " + above + ": use 0 to " + MAX_LAG + " messages.");
        }
    }

    /**
     * A subscription has had no consumer for so long. After a start of the broker that time begins anew.
     *
     * @param time one second to 30 days
     */
    record NoConsumer(Duration time) implements AlertCondition {

        public NoConsumer {
            requireTime("time", time);
        }
    }

    /**
     * More of the file system of the log is in use than that.
     *
     * @param abovePercent of its size: 1 to 99
     */
    record Disk(int abovePercent) implements AlertCondition {

        public Disk {
            require(
                    abovePercent >= 1 && abovePercent <= 99,
                    "abovePercent = " + abovePercent + ": use 1 to 99 percent of the file system.");
        }
    }

    private static void requireTime(String name, Duration time) {
        Objects.requireNonNull(time, name);
        require(
                time.compareTo(MIN_TIME) >= 0 && time.compareTo(MAX_TIME) <= 0,
                name + " = " + time + ": use a second to " + MAX_TIME.toDays() + " days.");
    }

    private static void require(boolean isRight, String problem) {
        if (!isRight) {
            throw new PenstockException.InvalidConfiguration("Invalid alert: " + problem);
        }
    }
}
