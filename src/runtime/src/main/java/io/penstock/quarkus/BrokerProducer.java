package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import org.jboss.logging.Logger;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The broker as a bean. One of the application's own takes its place. */
@Singleton
public class BrokerProducer {

    private static final Logger LOG = Logger.getLogger(BrokerProducer.class);

    /**
     * The broker inside this application, open.
     *
     * @throws ConfigurationException if the data directory cannot be used: its message is all that the start prints
     */
    @Produces
    @Singleton
    @DefaultBean
    public Broker broker(PenstockConfig config) {
        try {
            return EmbeddedBroker.open(options(config));
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** After everything that uses it: listeners and channels have drained by now. */
    void close(@Disposes Broker broker) {
        broker.close();
        LOG.debug("Closed the broker.");
    }

    private static BrokerOptions options(PenstockConfig config) {
        int maxMessageBytes = bytes("penstock.max-message-size", config.maxMessageSize());
        return new BrokerOptions(
                config.data(),
                config.durability(),
                maxMessageBytes,
                log(config, maxMessageBytes),
                config.maxSendWait());
    }

    private static LogOptions log(PenstockConfig config, int maxMessageBytes) {
        var journal = journal(config.journal(), maxMessageBytes);
        var defaults = ArchiveOptions.DEFAULT;
        try {
            var archive = new ArchiveOptions(
                    bytes("penstock.archive.segment-size", config.archive().segmentSize()),
                    defaults.maxOpenFiles(),
                    defaults.maxBufferedBytes(),
                    defaults.maxReadAheads(),
                    defaults.maxCompactionKeys());
            return LogOptions.of(journal)
                    .withArchive(archive)
                    .withYoungFiles(config.archive().youngFiles());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("penstock.archive: " + e.getMessage());
        }
    }

    /** Frames are as large as a file allows if messages need it. */
    private static JournalOptions journal(PenstockConfig.JournalConfig config, int maxMessageBytes) {
        var defaults = JournalOptions.DEFAULT;
        int fileBytes = bytes("penstock.journal.file-size", config.fileSize());
        try {
            return new JournalOptions(
                    fileBytes,
                    (int) Math.min(fileBytes / 2, Math.max(defaults.maxFrameBytes(), 2L * maxMessageBytes)),
                    defaults.maxQueuedBytes(),
                    config.forceInterval().toMillis(),
                    config.minFreeSpace().asLongValue());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("penstock.journal: " + e.getMessage());
        }
    }

    private static int bytes(String property, MemorySize size) {
        long bytes = size.asLongValue();
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new ConfigurationException(
                    property + " = " + bytes + " bytes: choose 1 to " + Integer.MAX_VALUE + ".");
        }
        return (int) bytes;
    }
}
