package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.Durability;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import io.penstock.spi.ForwardingBroker;

import java.nio.file.Path;
import java.time.InstantSource;

/** A broker with its server, and a client of it. */
final class RemoteFixture {

    /** Files that are made in a moment; what tests send fits into few of them. */
    private static final LogOptions SMALL_FILES = LogOptions.of(new JournalOptions(16 << 20, 8 << 20, 64 << 20, 50));

    static final BrokerFactory FACTORY = (directory, clock) -> {
        var engine = engine(directory, clock);
        var server =
                BrokerServer.serve(engine, BrokerServerOptions.builder().open().build());
        return new Client(
                RemoteBroker.connect(
                        RemoteOptions.to("localhost", server.port()).build()),
                server,
                engine);
    };

    private RemoteFixture() {}

    static Broker engine(Path directory, InstantSource clock) {
        return EmbeddedBroker.open(
                BrokerOptions.in(directory).withDurability(Durability.OS).withLog(SMALL_FILES), clock);
    }

    /** A client that takes its server and the engine with it. */
    private static final class Client extends ForwardingBroker {

        private final BrokerServer server;
        private final Broker engine;

        private Client(Broker remote, BrokerServer server, Broker engine) {
            super(remote);
            this.server = server;
            this.engine = engine;
        }

        @Override
        public void close() {
            super.close();
            server.close();
            engine.close();
        }
    }
}
