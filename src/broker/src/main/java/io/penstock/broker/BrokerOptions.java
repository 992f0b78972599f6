package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.DeadLetterCause;
import io.penstock.broker.delivery.DecisionWriter;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.spi.PayloadCodec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says how an embedded broker is opened.
 *
 * @param directory where the log lies, created if it does not exist; null if a log is given that lies elsewhere
 * @param durability of messages that do not ask for another, and of settlements
 * @param maxMessageBytes largest message, key and headers included; what a dead letter adds must still fit into
 *     a frame
 * @param maxSendWait how long a blocking sender waits for room in a destination that is full and has {@link
 *     io.penstock.Overflow#BLOCK}
 * @param codec of objects that are sent as such; empty if the broker takes messages only
 * @param cell the part of an installation that the broker serves, which is in the names of its temporary destinations;
 *     empty if there are no others
 */
public record BrokerOptions(
        Path directory,
        Durability durability,
        int maxMessageBytes,
        LogOptions log,
        Duration maxSendWait,
        Optional<PayloadCodec> codec,
        String cell) {

    /** The default send wait: longer than a consumer needs to be deployed, shorter than callers have patience. */
    public static final Duration DEFAULT_MAX_SEND_WAIT = Duration.ofSeconds(30);

    /** The longest send wait: a longer one is no wait for room, but a hanging thread. */
    public static final Duration LONGEST_SEND_WAIT = Duration.ofDays(1);

    /**
     * The default size of the largest message, one mebibyte: larger things are better stored elsewhere and referred to.
     */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    /**
     * The room that is kept in a frame: for what one decision adds to others in an append before it is closed, and for
     * what a dead letter adds to its message.
     */
    private static final int FRAME_RESERVE_BYTES = DecisionWriter.MAX_APPEND_BYTES + DeadLetterCause.MAX_HEADER_BYTES;

    private static final Pattern CELL = Pattern.compile("[A-Za-z0-9._-]{0,100}");

    /** Makes the options of a broker that serves all of its installation. */
    public BrokerOptions(
            Path directory,
            Durability durability,
            int maxMessageBytes,
            LogOptions log,
            Duration maxSendWait,
            Optional<PayloadCodec> codec) {
        this(directory, durability, maxMessageBytes, log, maxSendWait, codec, "");
    }

    /** Makes options without a codec. */
    public BrokerOptions(
            Path directory, Durability durability, int maxMessageBytes, LogOptions log, Duration maxSendWait) {
        this(directory, durability, maxMessageBytes, log, maxSendWait, Optional.empty());
    }

    /** Makes options with the default send wait, without a codec. */
    public BrokerOptions(Path directory, Durability durability, int maxMessageBytes, LogOptions log) {
        this(directory, durability, maxMessageBytes, log, DEFAULT_MAX_SEND_WAIT);
    }

    public BrokerOptions {
        Objects.requireNonNull(maxSendWait, "maxSendWait");
        if (maxSendWait.isNegative() || maxSendWait.compareTo(LONGEST_SEND_WAIT) > 0) {
            throw new PenstockException.InvalidConfiguration(
                    "maxSendWait = " + maxSendWait + ": choose zero (not at all) to " + LONGEST_SEND_WAIT + ".");
        }
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(cell, "cell");
        if (!CELL.matcher(cell).matches()) {
            throw new PenstockException.InvalidConfiguration("cell = '" + cell
                    + "': use at most 100 letters, digits, dots, underscores and hyphens, or nothing.");
        }
        var journal = log.journal();
        int most = journal.maxFrameBytes() - FRAME_RESERVE_BYTES;
        if (most < 1) {
            throw new PenstockException.InvalidConfiguration("The journal's maxFrameBytes = " + journal.maxFrameBytes()
                    + " leaves no room for a message: " + FRAME_RESERVE_BYTES + " bytes of a frame are kept for what a"
                    + " dead letter adds. Choose more than " + FRAME_RESERVE_BYTES + ", and files of at least twice"
                    + " that; these have fileBytes = " + journal.fileBytes() + ".");
        }
        if (maxMessageBytes < 1 || maxMessageBytes > most) {
            throw new PenstockException.InvalidConfiguration("maxMessageBytes = " + maxMessageBytes + ": choose 1 to "
                    + most + ", or raise the journal's maxFrameBytes = " + journal.maxFrameBytes() + ".");
        }
    }

    /** Forced before senders are told, with default limits. */
    public static BrokerOptions in(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return new BrokerOptions(directory, Durability.SYNC, DEFAULT_MAX_MESSAGE_BYTES, LogOptions.DEFAULT);
    }

    /** The same for a log that lies in no directory: the bounds of the log's options are those of its appends. */
    public static BrokerOptions elsewhere() {
        return new BrokerOptions(null, Durability.SYNC, DEFAULT_MAX_MESSAGE_BYTES, LogOptions.DEFAULT);
    }

    /**
     * The directory of a broker that needs one.
     *
     * @throws PenstockException.InvalidConfiguration if there is none
     */
    public Path requireDirectory() {
        if (directory == null) {
            throw new PenstockException.InvalidConfiguration(
                    "These options have no directory: use BrokerOptions.in(directory), or open the broker over a log.");
        }
        return directory;
    }

    public BrokerOptions withDurability(Durability other) {
        return new BrokerOptions(directory, other, maxMessageBytes, log, maxSendWait, codec, cell);
    }

    public BrokerOptions withMaxMessageBytes(int bytes) {
        return new BrokerOptions(directory, durability, bytes, log, maxSendWait, codec, cell);
    }

    public BrokerOptions withLog(LogOptions other) {
        return new BrokerOptions(directory, durability, maxMessageBytes, other, maxSendWait, codec, cell);
    }

    public BrokerOptions withMaxSendWait(Duration longest) {
        return new BrokerOptions(directory, durability, maxMessageBytes, log, longest, codec, cell);
    }

    /** The same with a codec for objects that are sent as such. */
    public BrokerOptions withCodec(PayloadCodec other) {
        return new BrokerOptions(directory, durability, maxMessageBytes, log, maxSendWait, Optional.of(other), cell);
    }

    /** The same for the part of an installation that has that name. */
    public BrokerOptions withCell(String name) {
        return new BrokerOptions(directory, durability, maxMessageBytes, log, maxSendWait, codec, name);
    }

    /** The smallest frame of the journal that messages of that size need. */
    public static long minFrameBytes(int maxMessageBytes) {
        return (long) maxMessageBytes + FRAME_RESERVE_BYTES;
    }

    public JournalOptions journal() {
        return log.journal();
    }

    /** The bytes of the largest transaction, which has to fit into a frame. */
    public int maxTransactionBytes() {
        return journal().maxFrameBytes() - FRAME_RESERVE_BYTES;
    }
}
