package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.PenstockException;
import io.penstock.kafka.cells.CellGroup;
import io.penstock.kafka.cells.CellLink;
import io.penstock.kafka.cells.CellPreferences;
import io.penstock.kafka.cells.CellsBroker;
import io.penstock.kafka.instance.CellCandidate;
import io.penstock.kafka.instance.CellInstance;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.spi.ForwardingBroker;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance is to all cells. With one cell there is nothing but that; with several, a broker hands calls on to
 * them, and a group of Kafka says which of them this instance should own.
 */
final class OpenCells implements AutoCloseable {

    private final List<CellInstance> instances = new ArrayList<>();
    private @Nullable CellGroup group;
    private @Nullable CellsBroker several;

    /** The broker of one cell of several. */
    private static final class OfCell extends ForwardingBroker {

        private final CellInstance instance;

        private OfCell(CellInstance instance) {
            super(instance.broker());
            this.instance = instance;
        }

        @Override
        public BrokerHealth health() {
            return instance.health();
        }

        @Override
        public void close() {
            instance.close();
        }
    }

    /** Opens all cells, and returns when each of them is served. */
    static OpenCells open(
            CellAccess access,
            KafkaOptions options,
            InstantSource clock,
            OwnershipRules rules,
            Moment.Listener moments) {
        var cells = new OpenCells();
        try {
            boolean mayOwn = options.role == KafkaRole.AUTO;
            if (options.cells > 1 && mayOwn) {
                access.makeShared();
            }
            for (var name : options.cellNames()) {
                var candidate = mayOwn ? new CellCandidate(access.setup(name, clock, rules, moments)) : null;
                if (candidate != null && options.cells > 1) {
                    candidate.prefer(false); // Until the group says which ones are for this instance.
                }
                cells.instances.add(new CellInstance(access.reach(name), candidate));
            }
            if (options.cells > 1 && mayOwn) {
                cells.join(access, options);
            }
            cells.instances.forEach(CellInstance::awaitServed);
            if (options.cells > 1) {
                cells.several = new CellsBroker(cells.links(options), access.placements(), options.placement, clock);
            }
            return cells;
        } catch (RuntimeException e) {
            cells.close();
            throw e;
        }
    }

    private void join(CellAccess access, KafkaOptions options) {
        var candidates = instances.stream().map(OfGroup::new).toList();
        var joined = access.group(new CellPreferences(candidates, options.lease, System::nanoTime));
        group = joined;
        joined.start();
    }

    /** What the group says of a cell goes to its candidate. */
    private record OfGroup(CellInstance instance) implements CellPreferences.Candidate {

        @Override
        public void prefer(boolean isPreferred) {
            instance.prefer(isPreferred);
        }

        @Override
        public boolean owns() {
            return instance.status().state() == CellState.OWNER;
        }
    }

    private List<CellLink> links(KafkaOptions options) {
        var links = new ArrayList<CellLink>();
        for (int i = 0; i < instances.size(); i++) {
            links.add(new CellLink(options.cellNames().get(i), new OfCell(instances.get(i))));
        }
        return links;
    }

    Broker broker() {
        return several == null ? instances.get(0).broker() : several;
    }

    /** @throws PenstockException.InvalidConfiguration if there is one cell only */
    CellsBroker several() {
        if (several == null) {
            throw new PenstockException.InvalidConfiguration(
                    "The options of this instance say that there is one cell: set the number that the others have.");
        }
        return several;
    }

    BrokerHealth health() {
        return several == null ? instances.get(0).health() : several.health();
    }

    List<CellInstance> instances() {
        return instances;
    }

    /** Leaves the group first, so that others know which cells are for them when these are free. */
    @Override
    public void close() {
        if (group != null) {
            group.close();
        }
        if (several != null) {
            several.close();
        } else {
            instances.forEach(CellInstance::close);
        }
    }
}
