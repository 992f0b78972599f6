package io.penstock.remote;

import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.remote.wire.FailureCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.HandOutCodecs;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.MalformedFrame;
import io.penstock.remote.wire.MessageCodecs;
import io.penstock.spi.ObservingHandler;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer or a replay of a client, at the broker. It asks the broker for a few deliveries at a time, of those that
 * the client has asked for, and for none while the connection has no room.
 */
final class ServedConsumer implements DeliveryHandler, ObservingHandler {

    /** The most deliveries that the broker is asked for at a time. */
    static final int MAX_ASKED = 128;

    /** The most deliveries that a client may have asked for. */
    static final long MAX_CREDIT = 4L * RemoteOptions.MAX_WINDOW;

    /** The most bytes of messages in one frame, unless one message alone has more. */
    private static final long FRAME_BYTES = 512 << 10;

    /** The deliveries that are remembered for a while after they were settled, and how large they may be. */
    private static final int MAX_SETTLED = 16;

    private static final long MAX_SETTLED_BYTES = 4 << 10;

    private final long id;
    private final ServedConsumers of;
    private final Map<Long, Delivery> held = new LinkedHashMap<>();
    private final Map<Long, Delivery> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Delivery> eldest) {
            return size() > MAX_SETTLED;
        }
    };
    private @Nullable Consumer consumer;
    private @Nullable Replay replay;
    private long credit;
    private long asked;
    private long deliveries;
    private boolean isDraining;
    private boolean isEnded;

    /** Whether the client has to settle what it is handed. */
    private boolean isHolding = true;

    ServedConsumer(long id, ServedConsumers of) {
        this.id = id;
        this.of = of;
    }

    synchronized void joined(Consumer joined) {
        consumer = joined;
        isHolding = !joined.options().settleFirst();
    }

    synchronized void began(Replay begun) {
        replay = begun;
    }

    synchronized @Nullable Consumer consumer() {
        return consumer;
    }

    @Nullable
    Replay replay() {
        synchronized (this) {
            return replay;
        }
    }

    /** The client asks for so many more. */
    void credit(long more) {
        synchronized (this) {
            if (more <= 0 || more > MAX_CREDIT || credit + more > MAX_CREDIT) {
                throw new MalformedFrame("A consumer asks for more than " + MAX_CREDIT + " deliveries, or for none.");
            }
            credit += more;
        }
        askMore();
    }

    void askMore() {
        long more;
        synchronized (this) {
            if (isEnded || isDraining || of.isFull()) {
                return;
            }
            more = take();
        }
        ask(more);
    }

    private long take() {
        long more = Math.min(credit, MAX_ASKED - asked);
        if (more <= 0) {
            return 0;
        }
        credit -= more;
        asked += more;
        return more;
    }

    private void ask(long more) {
        if (more == 0) {
            return;
        }
        var ofConsumer = consumer();
        var ofReplay = replay();
        try {
            if (ofConsumer != null) {
                ofConsumer.request(more);
            } else if (ofReplay != null) {
                ofReplay.request(more);
            }
        } catch (PenstockException e) {
            closed(e);
        }
    }

    @Override
    public void handle(List<Delivery> handed) {
        var frame = new ArrayList<HandOutCodecs.Delivered>();
        long frameBytes = 0;
        synchronized (this) {
            if (isEnded) {
                return;
            }
            asked = Math.max(0, asked - handed.size());
            for (var delivery : handed) {
                long bytes = MessageCodecs.size(delivery.message());
                if (!frame.isEmpty() && frameBytes + bytes > FRAME_BYTES) {
                    send(frame);
                    frame.clear();
                    frameBytes = 0;
                }
                deliveries++;
                if (isHolding) {
                    held.put(deliveries, delivery);
                    of.hold(bytes);
                }
                frame.add(told(deliveries, delivery));
                frameBytes += bytes;
            }
            send(frame);
        }
        askMore();
    }

    private void send(List<HandOutCodecs.Delivered> frame) {
        of.out().send(Frame.write(Kind.DELIVERIES, id, frame, HandOutCodecs.ALL_DELIVERED));
    }

    private static HandOutCodecs.Delivered told(long number, Delivery delivery) {
        return new HandOutCodecs.Delivered(
                number,
                delivery.message(),
                delivery.subscription(),
                delivery.consumer(),
                delivery.partition(),
                delivery.offset(),
                delivery.attempt(),
                delivery.deliveries(),
                delivery.redelivered());
    }

    @Override
    public void owns(String destination, Set<Integer> partitions) {
        var numbers = partitions.stream().map(Integer::longValue).toList();
        of.out().send(Frame.write(Kind.OWNS, id, new HandOutCodecs.Owned(destination, numbers), HandOutCodecs.OWNED));
    }

    @Override
    public void closed(PenstockException reason) {
        of.out().send(Frame.write(Kind.CLOSED, id, reason, FailureCodecs.ERROR));
    }

    void pause() {
        Consumer paused;
        synchronized (this) {
            credit = 0;
            asked = 0;
            paused = consumer;
        }
        if (paused != null) {
            paused.pause();
        }
    }

    /**
     * Asks for all that the client may have, and takes back what there is not; blocks.
     *
     * @return how many deliveries of what was asked for there are not
     */
    Drained drain(long more) {
        var drained = consumer();
        if (drained == null) {
            return new Drained(more, false);
        }
        synchronized (this) {
            if (more < 0 || more > MAX_CREDIT) {
                throw new MalformedFrame("A consumer asks for more than " + MAX_CREDIT + " deliveries.");
            }
            isDraining = true;
            credit += more;
        }
        try {
            while (true) {
                long next;
                synchronized (this) {
                    next = of.isFull() ? 0 : take();
                }
                ask(next);
                drained.drain();
                synchronized (this) {
                    long missing = asked;
                    asked = 0;
                    boolean isFull = of.isFull();
                    if (missing > 0 || credit == 0 || isFull || isEnded) {
                        long left = missing + credit;
                        boolean isInterrupted = missing == 0 && credit > 0 && isFull;
                        credit = 0;
                        return new Drained(left, isInterrupted);
                    }
                }
            }
        } finally {
            synchronized (this) {
                isDraining = false;
            }
        }
    }

    /** @param isInterrupted whether there may be more, for which there was no room */
    record Drained(long left, boolean isInterrupted) {}

    /** A delivery that the client holds; null if it holds it no more. */
    synchronized @Nullable Delivery find(long number) {
        return held.get(number);
    }

    /** A delivery that a transaction names: the broker says what it thinks of one that was settled just now. */
    synchronized @Nullable Delivery findAlsoSettled(long number) {
        var delivery = held.get(number);
        return delivery == null ? settled.get(number) : delivery;
    }

    /** The client does not hold it any more. */
    void settled(long number) {
        Delivery delivery;
        synchronized (this) {
            delivery = held.remove(number);
            if (delivery != null && MessageCodecs.size(delivery.message()) <= MAX_SETTLED_BYTES) {
                settled.put(number, delivery);
            }
        }
        if (delivery != null) {
            of.hold(-MessageCodecs.size(delivery.message()));
        }
    }

    /** Leaves, and waits until nothing is handed out any more. */
    void end() {
        synchronized (this) {
            isEnded = true;
        }
        try {
            if (consumer != null) {
                consumer.close();
            }
            if (replay != null) {
                replay.close();
            }
        } finally {
            long bytes;
            synchronized (this) {
                bytes = held.values().stream()
                        .mapToLong(delivery -> MessageCodecs.size(delivery.message()))
                        .sum();
                held.clear();
            }
            of.hold(-bytes);
        }
    }
}
