package io.penstock.bench.jms;

import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;

import java.io.IOException;
import java.nio.file.Path;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/** Penstock, with default options. */
public record PenstockProvider(EmbeddedBroker broker, PenstockConnectionFactory connections) implements JmsProvider {

    /** What another provider lets be on its way when it hands out the next message; the default here is one. */
    private static final int RELAXED = 100;

    /** As the specification has it: a message is handed out when the one before is acknowledged. */
    public static PenstockProvider open(Path directory, boolean forced) {
        return open(directory, forced, JmsOptions.DEFAULT);
    }

    /** With acknowledgements that nobody waits for, as the peers have it by default. */
    public static PenstockProvider relaxed(Path directory, boolean forced) {
        return open(directory, forced, JmsOptions.DEFAULT.withUnconfirmedAcknowledgements(RELAXED));
    }

    private static PenstockProvider open(Path directory, boolean forced, JmsOptions options) {
        var durability = forced ? Durability.SYNC : Durability.OS;
        var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(durability));
        return new PenstockProvider(broker, new PenstockConnectionFactory(broker, options));
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        try {
            connections.close();
        } catch (JMSException e) {
            throw new IOException("The connections did not close in order", e);
        } finally {
            broker.close();
        }
    }
}
