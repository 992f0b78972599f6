package io.penstock.quarkus;

import io.penstock.broker.BrokerOptions;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.PenstockConfig.ArchiveConfig;
import io.penstock.quarkus.config.PenstockConfig.JournalConfig;
import io.penstock.quarkus.config.Setting;

import java.nio.file.Path;
import java.time.Duration;

/** The broker's options as configuration names them. Each value is looked at under the name that a person gave it. */
final class ConfiguredBroker {

    private static final Setting MAX_MESSAGE_SIZE = new Setting("penstock.max-message-size");
    private static final Setting JOURNAL = new Setting("penstock.journal");
    private static final Setting ARCHIVE = new Setting("penstock.archive");

    /** A shutdown that takes longer is taken for a hanging one by whoever waits for it. */
    private static final Duration MAX_DRAIN_TIMEOUT = Duration.ofDays(1);

    private ConfiguredBroker() {}

    /** @throws io.penstock.PenstockException.InvalidConfiguration naming the property, its value and what can be */
    static BrokerOptions options(PenstockConfig config) {
        new Setting("penstock.drain-timeout").within(config.drainTimeout(), Duration.ZERO, MAX_DRAIN_TIMEOUT);
        int maxMessageBytes = maxMessageBytes(config);
        var log = LogOptions.of(journal(config.journal(), maxMessageBytes))
                .withArchive(archive(config.archive()))
                .withYoungFiles(
                        ARCHIVE.of("young-files").within(config.archive().youngFiles(), 0, LogOptions.MAX_YOUNG_FILES));
        var maxSendWait = new Setting("penstock.max-send-wait")
                .within(config.maxSendWait(), Duration.ZERO, BrokerOptions.LONGEST_SEND_WAIT);
        return new BrokerOptions(directory(config.data()), config.durability(), maxMessageBytes, log, maxSendWait);
    }

    private static Path directory(Path data) {
        if (data.toString().isBlank()) {
            throw new Setting("penstock.data").wrong("'" + data + "'", "name a directory.");
        }
        return data;
    }

    /** What no journal file could take is refused here, whatever the files. */
    private static int maxMessageBytes(PenstockConfig config) {
        long most = JournalOptions.MAX_FILE_BYTES / 2 - BrokerOptions.minFrameBytes(0);
        return (int) MAX_MESSAGE_SIZE.within(config.maxMessageSize(), 1, most);
    }

    /** Frames are as large as a file allows if messages need it. */
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
