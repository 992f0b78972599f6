package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.PenstockConfig.ArchiveConfig;
import io.penstock.quarkus.config.PenstockConfig.JournalConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.quarkus.link.KafkaDoor;
import io.penstock.quarkus.link.RemoteEngine;
import io.penstock.spi.PayloadCodec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Opens the broker as the configuration says. Each value is checked under the name of its property. */
final class ConfiguredBroker {

    private static final Setting MAX_MESSAGE_SIZE = new Setting("quarkus.penstock.max-message-size");
    private static final Setting JOURNAL = new Setting("quarkus.penstock.journal");
    private static final Setting ARCHIVE = new Setting("quarkus.penstock.archive");

    /** The longest drain timeout: whoever waits for a shutdown that takes longer believes that it hangs. */
    private static final Duration MAX_DRAIN_TIMEOUT = Duration.ofDays(1);

    private ConfiguredBroker() {}

    /** Opens the broker that the configuration wants. */
    static Broker open(PenstockConfig config, PayloadCodec codec, InstantSource clock) {
        checkDrainTimeout(config);
        return switch (config.engine()) {
            case EMBEDDED -> EmbeddedBroker.open(options(config).withCodec(codec), clock);
            case REMOTE -> RemoteEngine.connect(config.remote(), codec);
            case KAFKA -> KafkaDoor.open(config.kafka(), elsewhere(config).withCodec(codec), clock);
        };
    }

    static void checkDrainTimeout(PenstockConfig config) {
        new Setting("quarkus.penstock.drain-timeout").within(config.drainTimeout(), Duration.ZERO, MAX_DRAIN_TIMEOUT);
    }

    /**
     * Checks the settings of the log and makes the options of its broker.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if a value is invalid; the message names the property,
     *     the value and the valid range
     */
    static BrokerOptions options(PenstockConfig config) {
        int maxMessageBytes = maxMessageBytes(config);
        var log = LogOptions.of(journal(config.journal(), maxMessageBytes))
                .withArchive(archive(config.archive()))
                .withYoungFiles(
                        ARCHIVE.of("young-files").within(config.archive().youngFiles(), 0, LogOptions.MAX_YOUNG_FILES));
        var maxSendWait = new Setting("quarkus.penstock.max-send-wait")
                .within(config.maxSendWait(), Duration.ZERO, BrokerOptions.LONGEST_SEND_WAIT);
        return new BrokerOptions(directory(config.data()), config.durability(), maxMessageBytes, log, maxSendWait);
    }

    /** The same for a log that lies in no directory. */
    private static BrokerOptions elsewhere(PenstockConfig config) {
        var here = options(config);
        return BrokerOptions.elsewhere()
                .withDurability(here.durability())
                .withMaxMessageBytes(here.maxMessageBytes())
                .withLog(here.log())
                .withMaxSendWait(here.maxSendWait());
    }

    private static Path directory(Path data) {
        if (data.toString().isBlank()) {
            throw new Setting("quarkus.penstock.data").wrong("'" + data + "'", "name a directory.");
        }
        return data;
    }

    /** Refuses a message size for which not even the largest journal file would have room. */
    private static int maxMessageBytes(PenstockConfig config) {
        long most = JournalOptions.MAX_FILE_BYTES / 2 - BrokerOptions.minFrameBytes(0);
        return (int) MAX_MESSAGE_SIZE.within(config.maxMessageSize(), 1, most);
    }

    /** Makes the options of the journal. A frame may be as large as half a file if the largest message needs it. */
    private static JournalOptions journal(JournalConfig config, int maxMessageBytes) {
        var defaults = JournalOptions.DEFAULT;
        int fileBytes = fileBytes(config, maxMessageBytes);
        var forceInterval = JOURNAL.of("force-interval")
                .within(
                        config.forceInterval(),
                        Duration.ofMillis(1),
                        Duration.ofMillis(JournalOptions.MAX_FORCE_INTERVAL_MILLIS));
        return new JournalOptions(
                fileBytes,
                (int) Math.min(fileBytes / 2, Math.max(defaults.maxFrameBytes(), 2L * maxMessageBytes)),
                defaults.maxQueuedBytes(),
                forceInterval.toMillis(),
                JOURNAL.of("min-free-space").within(config.minFreeSpace(), 0, Long.MAX_VALUE));
    }

    private static int fileBytes(JournalConfig config, int maxMessageBytes) {
        var setting = JOURNAL.of("file-size");
        int unit = JournalOptions.FILE_UNIT_BYTES;
        long needed = (2 * BrokerOptions.minFrameBytes(maxMessageBytes) + unit - 1) / unit * unit;
        long least = Math.max(JournalOptions.MIN_FILE_BYTES, needed);
        long bytes = setting.within(
                config.fileSize(),
                least,
                JournalOptions.MAX_FILE_BYTES,
                "How much is needed depends on " + MAX_MESSAGE_SIZE.property() + ", which is "
                        + Setting.size(maxMessageBytes) + ".");
        if (bytes % unit != 0) {
            throw setting.wrong(
                    config.fileSize(),
                    "choose a multiple of " + Setting.size(unit) + ", such as "
                            + Setting.size(bytes / unit * unit + unit) + ".");
        }
        return (int) bytes;
    }

    private static ArchiveOptions archive(ArchiveConfig config) {
        var defaults = ArchiveOptions.DEFAULT;
        long segmentBytes = ARCHIVE.of("segment-size")
                .within(config.segmentSize(), ArchiveOptions.MIN_SEGMENT_BYTES, ArchiveOptions.MAX_SEGMENT_BYTES);
        return new ArchiveOptions(
                (int) segmentBytes,
                defaults.maxOpenFiles(),
                defaults.maxBufferedBytes(),
                defaults.maxReadAheads(),
                defaults.maxCompactionKeys());
    }
}
