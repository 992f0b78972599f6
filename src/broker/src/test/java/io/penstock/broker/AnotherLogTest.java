package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.CapabilitiesConformance;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A broker over a log that lies in no directory of this machine. */
class AnotherLogTest {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 60_000));

    private static final BrokerOptions OPTIONS =
            BrokerOptions.elsewhere().withMaxMessageBytes(10_000).withLog(SMALL);

    private final EmbeddedBroker broker = EmbeddedBroker.open(
            OPTIONS,
            InstantSource.system(),
            owner -> HoleyLog.open(new FaultyStorage(1), SMALL, InstantSource.system(), owner, HoleyLog.Chooser.NONE)
                    .elsewhere());

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldServeWithoutADirectory() {
        broker.declare(Destination.queue("q").build());
        broker.send(Message.to("q").body("a").build());

        assertThat(broker.statistics("q").depth()).isEqualTo(1);
        assertThat(broker.health()).isEqualTo(new BrokerHealth(BrokerHealth.State.RUNNING, "Serves holes in faulty:."));
        assertThat(broker.archiveStatistics().segments()).isZero();
    }

    @Test
    void shouldSayThatItCannotBeCopied() {
        assertThat(broker.capabilities().supports(Capability.BACKUPS)).isFalse();
    }

    /** What it cannot do is refused. */
    @Nested
    class Capabilities extends CapabilitiesConformance {

        @Override
        public BrokerFactory factory() {
            return (where, time) -> EmbeddedBroker.open(
                    OPTIONS,
                    time,
                    owner -> HoleyLog.open(DirectoryStorage.open(where), SMALL, time, owner, HoleyLog.Chooser.NONE)
                            .elsewhere());
        }
    }

    @Test
    void shouldRefuseOptionsWithoutADirectoryIfNoLogIsGiven() {
        assertThatThrownBy(() -> EmbeddedBroker.open(OPTIONS))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("directory");
    }
}
