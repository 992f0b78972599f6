package io.penstock.kafka;

import io.penstock.BrokerHealth;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.cells.CellsBroker;
import io.penstock.kafka.instance.CellInstance;
import io.penstock.kafka.instance.CellStatus;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.spi.ForwardingBroker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * A broker whose log lies in Kafka. Of all instances with the same options one at a time owns the cell and runs its
 * engine; each of them is a broker of the same messages, through the owner. When the owner ends, another instance goes
 * on: calls wait for that, consumers join again, and what they held is handed out anew. It is safe for any thread.
 */
public final class KafkaBroker extends ForwardingBroker {

    private final CellAccess access;
    private final OpenCells cells;

    private KafkaBroker(CellAccess access, OpenCells cells) {
        super(cells.broker());
        this.access = access;
        this.cells = cells;
    }

    /**
     * Opens an instance, and returns when it can be used: when it has reached an owner, or owns the cell itself.
     *
     * @param engine bounds and defaults of the engine while it runs here; its directory is not used
     * @throws PenstockException.InvalidConfiguration if the topics of the cell are not what they have to be
     * @throws PenstockException.Unavailable if Kafka does not answer, or nobody serves the cell for as long as calls
     *     wait
     */
    public static KafkaBroker open(KafkaOptions options, BrokerOptions engine) {
        return open(options, engine, InstantSource.system());
    }

    /** Opens an instance as {@link #open(KafkaOptions, BrokerOptions)} does, with a clock of the caller. */
    public static KafkaBroker open(KafkaOptions options, BrokerOptions engine, InstantSource clock) {
        return open(options, engine, clock, OwnershipRules.ALL, Moment.Listener.NONE);
    }

    /** Opens an instance that a test can stall. */
    static KafkaBroker open(
            KafkaOptions options,
            BrokerOptions engine,
            InstantSource clock,
            OwnershipRules rules,
            Moment.Listener moments) {
        var access =
                new CellAccess(Objects.requireNonNull(options, "options"), Objects.requireNonNull(engine, "engine"));
        try {
            return new KafkaBroker(access, OpenCells.open(access, options, clock, rules, moments));
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
    }

    /**
     * Moves a destination to another cell, as {@link CellsBroker#move} says.
     *
     * @param limit how long to wait until all that is in it has been settled; after that everything is as it was
     */
    public void move(String destination, String cell, Duration limit) {
        cells.several().move(destination, cell, limit);
    }

    /** What this instance is to each cell. */
    public List<CellStatus> cells() {
        return cells.instances().stream().map(CellInstance::status).toList();
    }

    /**
     * The health that the owner had a moment ago, with what this instance is to the cell. While there is no owner it is
     * {@link BrokerHealth.State#DEGRADED}, and {@link BrokerHealth.State#FAILED} when that has lasted for longer than
     * calls wait.
     */
    @Override
    public BrokerHealth health() {
        return cells.health();
    }

    /** Lets go of what this instance has, and gives the cell back if it owns it: another one owns it at once. */
    @Override
    public void close() {
        cells.close();
        access.close();
    }
}
