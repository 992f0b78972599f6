package io.penstock.kafka.cells;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer of a wildcard subscription in all cells. Its handler is called by one of them at a time. Credit is divided
 * among the cells, never more than was given; where one has used up its part and others have not, it is divided anew
 * from time to time, so that credit that lies in an idle cell is missed elsewhere for no longer than that.
 */
final class CellsConsumer implements Consumer {

    /** Between two divisions: each asks a cell to give back what it has. */
    private static final long DIVIDED_MILLIS = 20;

    /** Credit that nobody uses up: each cell gets it all. */
    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final CellTable table;
    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final List<Member> members = new ArrayList<>();
    private final ScheduledExecutorService divider = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "penstock-cells-credit");
        thread.setDaemon(true);
        return thread;
    });

    /** Held by whoever calls the handler. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Held by whoever takes credit back, which can take a while. */
    private final ReentrantLock taking = new ReentrantLock();

    /** Guarded by {@code this}, as are the credits of members. */
    private long spare;

    private int next;
    private boolean isDividing;
    private boolean isGone;

    /** The consumer in one cell. */
    private final class Member implements DeliveryHandler {

        private final CellLink cell;
        private @Nullable Consumer consumer;

        /** What it was given and has not used. */
        private long credit;

        /** It gives back what it has, and gets nothing meanwhile. */
        private boolean isGivingBack;

        private Member(CellLink cell) {
            this.cell = cell;
        }

        @Override
        public void handle(List<Delivery> deliveries) {
            synchronized (CellsConsumer.this) {
                credit = credit >= UNLIMITED ? credit : Math.max(0, credit - deliveries.size());
            }
            turn.lock();
            try {
                handler.handle(deliveries);
            } finally {
                turn.unlock();
            }
            divideLater();
        }

        @Override
        public void owns(String destination, Set<Integer> partitions) {
            turn.lock();
            try {
                handler.owns(destination, partitions);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void closed(PenstockException reason) {
            gone(reason);
        }

        private Consumer consumer() {
            return java.util.Objects.requireNonNull(consumer);
        }
    }

    CellsConsumer(CellTable table, ConsumerOptions options, DeliveryHandler handler) {
        this.table = table;
        this.options = options;
        this.handler = handler;
        try {
            for (var cell : table.cells()) {
                var member = new Member(cell);
                member.consumer = cell.broker().consume(options, member);
                members.add(member);
            }
        } catch (PenstockException e) {
            close();
            throw e;
        }
    }

    private void gone(PenstockException reason) {
        synchronized (this) {
            if (isGone) {
                return;
            }
            isGone = true;
        }
        turn.lock();
        try {
            handler.closed(reason);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void request(long deliveries) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException("A consumer asks for " + deliveries + " deliveries: ask for 1 or more.");
        }
        synchronized (this) {
            spare = deliveries >= UNLIMITED - spare ? UNLIMITED : spare + deliveries;
        }
        divide();
        divideLater();
    }

    /** Gives spare credit to the members, evenly. */
    private void divide() {
        var gifts = new LinkedHashMap<Member, Long>();
        synchronized (this) {
            var able = members.stream().filter(each -> !each.isGivingBack).toList();
            if (able.size() < members.size() && spare >= UNLIMITED || able.isEmpty()) {
                return; // Whoever takes credit back divides it after that.
            }
            if (spare >= UNLIMITED) {
                able.forEach(each -> gifts.put(each, Long.MAX_VALUE));
                able.forEach(each -> each.credit = UNLIMITED);
                spare = 0;
            }
            while (spare > 0) {
                // Members without credit come first, in turn.
                var poorest = poorest(able);
                long gift = Math.max(1, spare / able.size());
                poorest.credit = poorest.credit >= UNLIMITED ? UNLIMITED : poorest.credit + gift;
                gifts.merge(poorest, gift, Long::sum);
                spare -= gift;
            }
        }
        gifts.forEach((member, gift) -> member.consumer().request(gift));
    }

    private Member poorest(List<Member> able) {
        Member poorest = null;
        for (int i = 0; i < able.size(); i++) {
            var each = able.get((next + i) % able.size());
            if (poorest == null || each.credit < poorest.credit) {
                poorest = each;
            }
        }
        next++;
        return java.util.Objects.requireNonNull(poorest);
    }

    private void divideLater() {
        synchronized (this) {
            if (isDividing || !isUneven()) {
                return;
            }
            isDividing = true;
        }
        try {
            divider.schedule(this::divideAnew, DIVIDED_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It is closed.
        }
    }

    private boolean isUneven() {
        return members.stream().anyMatch(each -> each.credit == 0)
                && members.stream().anyMatch(each -> each.credit > 0);
    }

    private void divideAnew() {
        taking.lock();
        try {
            Member richest = null;
            synchronized (this) {
                for (var each : members) {
                    if (each.credit > 0 && (richest == null || each.credit > richest.credit)) {
                        richest = each;
                    }
                }
            }
            if (richest != null) {
                takeBack(List.of(richest), true);
                divide();
            }
        } catch (RuntimeException e) {
            // The cell cannot be reached: its credit stays there.
        } finally {
            taking.unlock();
            synchronized (this) {
                isDividing = false;
            }
        }
        divideLater();
    }

    /**
     * Takes credit back, and returns when nothing is on its way to the handler. The credit is spare then, or is gone.
     */
    private void takeBack(List<Member> from, boolean isKept) {
        synchronized (this) {
            from.forEach(each -> each.isGivingBack = true);
        }
        try {
            from.forEach(each -> each.consumer().drain());
        } finally {
            synchronized (this) {
                for (var each : from) {
                    spare = isKept && each.credit < UNLIMITED ? spare + each.credit : spare;
                    each.credit = 0;
                    each.isGivingBack = false;
                }
            }
        }
    }

    @Override
    public void pause() {
        synchronized (this) {
            spare = 0;
            members.forEach(each -> each.isGivingBack = true);
        }
        members.forEach(each -> each.consumer().pause());
        try {
            divider.execute(() -> {
                taking.lock();
                try {
                    takeBack(members, false);
                } finally {
                    taking.unlock();
                }
                divide();
                divideLater();
            });
        } catch (RejectedExecutionException e) {
            // It is closed.
        }
    }

    @Override
    public void drain() {
        taking.lock();
        try {
            var idle = new ArrayList<Member>();
            synchronized (this) {
                members.stream().filter(each -> each.credit == 0).forEach(idle::add);
            }
            takeBack(members, true);
            for (var each : idle) {
                long rest;
                synchronized (this) {
                    rest = spare;
                    spare = 0;
                    each.credit = rest;
                }
                if (rest > 0) {
                    each.consumer().request(rest);
                    takeBack(List.of(each), true);
                }
            }
            synchronized (this) {
                spare = 0;
            }
        } finally {
            taking.unlock();
        }
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        var ofCells = new LinkedHashMap<CellLink, List<Delivery>>();
        deliveries.forEach(each -> ofCells.computeIfAbsent(table.of(each), cell -> new ArrayList<>())
                .add(each));
        var accepting = members.stream()
                .filter(each -> ofCells.containsKey(each.cell))
                .map(each -> each.consumer().acceptAsync(ofCells.get(each.cell)).toCompletableFuture())
                .toList();
        var all = new CompletableFuture<Void>();
        CompletableFuture.allOf(accepting.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure == null) {
                all.complete(null);
            } else {
                all.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return all;
    }

    @Override
    public ConsumerOptions options() {
        return options;
    }

    @Override
    public void close() {
        divider.shutdown();
        members.forEach(each -> each.consumer().close());
    }
}
