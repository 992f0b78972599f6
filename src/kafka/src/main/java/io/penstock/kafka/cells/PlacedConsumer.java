package io.penstock.kafka.cells;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A consumer of one destination, which joins again when the destination was moved to another cell, with the credit that
 * it had left.
 */
final class PlacedConsumer implements Consumer, DeliveryHandler {

    private static final Logger LOG = Logger.getLogger(PlacedConsumer.class);

    private static final long LOOK_MILLIS = 100;

    /** Credit that is not counted any more. */
    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final CellTable table;
    private final ScheduledExecutorService later;
    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final AtomicLong credit = new AtomicLong();
    private CellLink cell;
    private volatile Consumer current;
    private boolean isClosed;

    PlacedConsumer(CellTable table, ScheduledExecutorService later, ConsumerOptions options, DeliveryHandler handler) {
        this.table = table;
        this.later = later;
        this.options = options;
        this.handler = handler;
        cell = table.of(options.destination());
        current = cell.broker().consume(options, this);
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        credit.getAndUpdate(left -> left >= UNLIMITED ? left : Math.max(0, left - deliveries.size()));
        handler.handle(deliveries);
    }

    @Override
    public void owns(String destination, Set<Integer> partitions) {
        handler.owns(destination, partitions);
    }

    /** What it read was deleted: perhaps because it is somewhere else now, which is known when the move has ended. */
    @Override
    public void closed(PenstockException reason) {
        try {
            later.schedule(() -> look(reason), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            handler.closed(reason);
        }
    }

    private synchronized void look(PenstockException reason) {
        if (isClosed) {
            return;
        }
        try {
            var place = table.place(options.destination());
            if (place != null && place.state() == CellPlace.State.MOVING) {
                closed(reason);
                return;
            }
            var now = table.of(options.destination());
            if (now == cell) {
                handler.closed(reason);
                return;
            }
            cell = now;
            current = now.broker().consume(options, this);
            long left = credit.get();
            if (left > 0) {
                current.request(left);
            }
            LOG.infof(
                    "Consumer '%s' of '%s' has joined in the cell '%s'.",
                    options.name(), options.destination(), now.name());
        } catch (PenstockException.Unavailable e) {
            closed(reason);
        } catch (PenstockException e) {
            handler.closed(e);
        }
    }

    @Override
    public void request(long deliveries) {
        if (deliveries > 0) {
            credit.getAndUpdate(left -> left >= UNLIMITED - deliveries ? Long.MAX_VALUE : left + deliveries);
        }
        current.request(deliveries);
    }

    @Override
    public void pause() {
        credit.set(0);
        current.pause();
    }

    @Override
    public void drain() {
        current.drain();
        credit.set(0);
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        return current.acceptAsync(deliveries);
    }

    @Override
    public void accept(Collection<? extends Delivery> deliveries) {
        current.accept(deliveries);
    }

    @Override
    public ConsumerOptions options() {
        return options;
    }

    @Override
    public void close() {
        Consumer last;
        synchronized (this) {
            isClosed = true;
            last = current;
        }
        last.close();
    }
}
