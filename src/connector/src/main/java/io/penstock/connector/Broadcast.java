package io.penstock.connector;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.IntSupplier;

/**
 * Hands each message of a channel to all of its subscribers, of which each gets a {@link BranchMessage} of its own. It
 * asks for no more than the slowest of them does, and for nothing before all methods of the application have subscribed:
 * else the first would get messages that the others never see.
 */
final class Broadcast implements Flow.Publisher<Message<?>>, Flow.Subscriber<Message<?>> {

    private final Flow.Publisher<Message<?>> source;
    private final Context context;
    private final IntSupplier expected;
    private final boolean ackWaits;
    private final List<Branch> branches = new CopyOnWriteArrayList<>();
    private Flow.Subscription upstream;
    private boolean isConnected;
    private long outstanding;

    /** @param expected the number of subscribers before which nothing is asked for */
    Broadcast(Flow.Publisher<Message<?>> source, Context context, IntSupplier expected, IncomingSettings settings) {
        this.source = source;
        this.context = context;
        this.expected = expected;
        ackWaits = settings.waitForSettlement();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> subscriber) {
        var branch = new Branch(subscriber);
        subscriber.onSubscribe(branch);
        boolean connects;
        synchronized (this) {
            branches.add(branch);
            connects = !isConnected && branches.size() >= expected.getAsInt();
            isConnected |= connects;
        }
        if (connects) {
            source.subscribe(this);
        } else {
            advance();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            upstream = subscription;
        }
        advance();
    }

    private void advance() {
        Flow.Subscription asked;
        long more;
        synchronized (this) {
            long wanted = branches.stream().mapToLong(Branch::wanted).min().orElse(0);
            more = wanted - outstanding;
            if (upstream == null || more <= 0) {
                return;
            }
            outstanding = wanted;
            asked = upstream;
        }
        asked.request(more);
    }

    @Override
    public void onNext(Message<?> message) {
        List<Branch> all;
        synchronized (this) {
            if (outstanding != Long.MAX_VALUE) {
                outstanding--;
            }
            all = List.copyOf(branches);
        }
        var outcome = new SharedOutcome(message, all.size(), ackWaits);
        all.forEach(branch -> branch.offer(new BranchMessage(message, outcome)));
    }

    @Override
    public void onError(Throwable failure) {
        branches.forEach(branch -> branch.subscriber.onError(failure));
        branches.clear();
    }

    @Override
    public void onComplete() {
        branches.forEach(branch -> branch.subscriber.onComplete());
        branches.clear();
    }

    private void leave(Branch branch) {
        boolean wasLast;
        synchronized (this) {
            wasLast = branches.remove(branch) && branches.isEmpty() && upstream != null;
        }
        if (wasLast) {
            upstream.cancel();
            synchronized (this) {
                upstream = null;
                isConnected = false;
                outstanding = 0;
            }
        } else {
            advance();
        }
    }

    /** One subscriber, with the messages that it has not asked for yet: no more than are outstanding when it joins. */
    private final class Branch implements Flow.Subscription {

        private final Flow.Subscriber<? super Message<?>> subscriber;
        private final Queue<BranchMessage> queue = new ArrayDeque<>();
        private long demanded;
        private boolean isEmitting;
        private volatile boolean isCancelled;

        private Branch(Flow.Subscriber<? super Message<?>> subscriber) {
            this.subscriber = subscriber;
        }

        /** What it has asked for beyond what waits for it already. */
        private synchronized long wanted() {
            return demanded == Long.MAX_VALUE ? demanded : Math.max(0, demanded - queue.size());
        }

        @Override
        public void request(long messages) {
            if (messages <= 0) {
                cancel();
                subscriber.onError(Subscriptions.getInvalidRequestException());
                return;
            }
            boolean waits;
            synchronized (this) {
                demanded = Subscriptions.add(demanded, messages);
                waits = !queue.isEmpty();
            }
            advance();
            if (waits) {
                onContext(this::emit);
            }
        }

        private void offer(BranchMessage message) {
            synchronized (this) {
                queue.add(message);
            }
            emit();
        }

        /** Called on the context; the subscriber may call back. */
        private void emit() {
            if (isEmitting) {
                return;
            }
            isEmitting = true;
            try {
                for (var next = next(); next != null; next = next()) {
                    subscriber.onNext(next);
                }
            } finally {
                isEmitting = false;
            }
        }

        private synchronized BranchMessage next() {
            if (isCancelled || demanded == 0) {
                return null;
            }
            var next = queue.poll();
            if (next != null && demanded != Long.MAX_VALUE) {
                demanded--;
            }
            return next;
        }

        /** What the subscriber will not see any more counts as given back: the message comes again. */
        @Override
        public void cancel() {
            isCancelled = true;
            List<BranchMessage> unseen;
            synchronized (this) {
                unseen = List.copyOf(queue);
                queue.clear();
            }
            unseen.forEach(BranchMessage::abandon);
            leave(this);
        }

        private void onContext(Runnable task) {
            if (((ContextInternal) context).inThread()) {
                task.run();
            } else {
                context.runOnContext(ignored -> task.run());
            }
        }
    }
}
