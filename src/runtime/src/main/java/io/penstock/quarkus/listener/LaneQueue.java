package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The deliveries of a lane whose runs have not ended: those that wait for a worker thread, and those that one has
 * taken. Whoever adds the first of them gives the lane to a worker thread, which has it until all of them have ended.
 */
final class LaneQueue {

    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();

    /** The number of deliveries whose run has not ended; those that wait are counted after they were added. */
    private final AtomicInteger queued = new AtomicInteger();

    /** Adds deliveries. The result is true if no worker thread has the lane. */
    boolean add(List<? extends Delivery> deliveries) {
        waiting.addAll(deliveries);
        return !deliveries.isEmpty() && queued.getAndAdd(deliveries.size()) == 0;
    }

    /** Takes as many as there are, up to a limit; at least one waits. */
    List<Delivery> take(int limit) {
        int most = Math.min(limit, queued.get());
        if (most == 1) {
            return List.of(waiting.poll());
        }
        var taken = new ArrayList<Delivery>(most);
        while (taken.size() < most) {
            taken.add(waiting.poll());
        }
        return taken;
    }

    /** Notes that the runs of deliveries have ended. The result is true if more of them wait. */
    boolean ended(int deliveries) {
        return queued.addAndGet(-deliveries) > 0;
    }

    int count() {
        return queued.get();
    }

    void forEachWaiting(Consumer<Delivery> action) {
        waiting.forEach(action);
    }

    /**
     * Takes out what waits of a partition behind an offset. A delivery of that offset or below is a new one, and what
     * follows it is in order.
     *
     * @param running the number of deliveries that were taken and whose run has not ended
     */
    List<Delivery> takeBehind(int partition, long offset, int running) {
        var behind = new ArrayList<Delivery>();
        // What is just being added is not counted yet, and is left alone.
        int counted = queued.get() - running;
        for (var each = waiting.iterator(); counted > 0; counted--) {
            var delivery = each.next();
            if (delivery.partition() == partition) {
                if (delivery.offset() <= offset) {
                    break;
                }
                each.remove();
                behind.add(delivery);
            }
        }
        queued.addAndGet(-behind.size());
        return behind;
    }
}
