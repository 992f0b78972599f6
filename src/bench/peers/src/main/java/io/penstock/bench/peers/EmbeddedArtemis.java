package io.penstock.bench.peers;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * Apache ActiveMQ Artemis in this process: persistent, NIO journal, in-VM connections, and otherwise as it comes. Not
 * forced means that it does not sync its journal at all.
 */
public class EmbeddedArtemis implements BiFunction<Path, Boolean, ConnectionFactory>, AutoCloseable {

    /** Blocks senders far beyond what is ever on its way here, instead of paging. */
    private static final long MAX_ADDRESS_BYTES = 1L << 30;

    private static final String URL = "vm://0";

    private EmbeddedActiveMQ server;
    private ActiveMQConnectionFactory factory;

    @Override
    public ConnectionFactory apply(Path directory, Boolean forced) {
        var configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true);
        configuration.setSecurityEnabled(false);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        configuration.setLargeMessagesDirectory(directory.resolve("large").toString());
        configuration.setJournalSyncTransactional(forced);
        configuration.setJournalSyncNonTransactional(forced);
        configuration.setJournalDatasync(forced);
        tune(configuration);
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setMaxSizeBytes(MAX_ADDRESS_BYTES)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                        .setAutoCreateQueues(true)
                        .setAutoCreateAddresses(true));
        try {
            configuration.addAcceptorConfiguration("in-vm", URL);
            server = new EmbeddedActiveMQ();
            server.setConfiguration(configuration);
            server.start();
            factory = new ActiveMQConnectionFactory(URL);
            factory.setBlockOnDurableSend(true);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis did not start: " + e, e);
        }
        return factory;
    }

    /** For what differs from the settings it comes with. */
    protected void tune(Configuration configuration) {}

    @Override
    public void close() throws Exception {
        factory.close();
        server.stop();
    }
}
