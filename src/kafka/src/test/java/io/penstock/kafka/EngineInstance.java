package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.instance.CellCandidate;
import io.penstock.kafka.instance.CellSetup;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.spi.ForwardingBroker;

import java.time.InstantSource;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance that may own a cell and that no other one reaches: tests use its engine while it is the owner. */
final class EngineInstance implements AutoCloseable {

    private final CellAccess access;
    private final CellCandidate candidate;

    private EngineInstance(CellAccess access, CellCandidate candidate) {
        this.access = access;
        this.candidate = candidate;
    }

    static EngineInstance open(KafkaOptions options) {
        return open(options, InstantSource.system(), Moment.Listener.NONE);
    }

    static EngineInstance open(KafkaOptions options, InstantSource clock, Moment.Listener moments) {
        return open(options, KafkaEngines.ENGINE, clock, moments);
    }

    private static EngineInstance open(
            KafkaOptions options, BrokerOptions engine, InstantSource clock, Moment.Listener moments) {
        var access = new CellAccess(options, engine);
        var setup = access.setup(options.cell, clock, OwnershipRules.ALL, moments);
        var candidate = new CellCandidate(new CellSetup(
                setup.log(), setup.engine(), setup.clock(), setup.clients(), setup.admin(), setup.topics(), null));
        candidate.start();
        return new EngineInstance(access, candidate);
    }

    CellCandidate candidate() {
        return candidate;
    }

    CellState state() {
        return candidate.state();
    }

    long epoch() {
        return candidate.epoch();
    }

    EngineInstance awaitOwner() {
        try {
            assertThat(candidate.awaitOwner(KafkaEngines.PATIENCE))
                    .as("owns the cell")
                    .isTrue();
            return this;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Broker engine() {
        return Objects.requireNonNull(candidate.engine(), "the instance stands by");
    }

    /** The engine of the owner, which takes the instance with it when it is closed. */
    Broker alone() {
        return new Alone(engine(), this);
    }

    private static final class Alone extends ForwardingBroker {

        private final EngineInstance instance;

        private Alone(Broker engine, EngineInstance instance) {
            super(engine);
            this.instance = instance;
        }

        @Override
        public void close() {
            instance.close();
        }
    }

    @Override
    public void close() {
        candidate.close();
        access.close();
    }
}
