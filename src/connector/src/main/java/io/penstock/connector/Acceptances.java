package io.penstock.connector;

import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.vertx.core.Context;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/**
 * Accepts deliveries together: those that come in one turn of the channel's context go to the broker as one, which costs
 * far less than each by itself. There are never more of them than a channel may have unsettled. It is safe for use by
 * any thread.
 */
final class Acceptances {

    private static final Logger LOG = Logger.getLogger(Acceptances.class);

    private final String channel;
    private final Consumer consumer;
    private final Context context;
    private final IntConsumer settled;
    private Group open;

    /** @param settled is told how many deliveries have ended, accepted or not */
    Acceptances(String channel, Consumer consumer, Context context, IntConsumer settled) {
        this.channel = channel;
        this.consumer = consumer;
        this.context = context;
        this.settled = settled;
    }

    private record Group(List<Delivery> deliveries, CompletableFuture<Void> durable) {}

    /**
     * Accepts deliveries soon. The stage completes when that is durable; a lost lease counts as well, because the
     * message is delivered again anyway, and a failed stage would end the whole stream for one slow message.
     */
    CompletionStage<Void> add(List<Delivery> deliveries) {
        Group group;
        boolean isFirst;
        synchronized (this) {
            isFirst = open == null;
            if (isFirst) {
                open = new Group(new ArrayList<>(), new CompletableFuture<>());
            }
            group = open;
            group.deliveries.addAll(deliveries);
        }
        if (isFirst) {
            context.runOnContext(ignored -> flush());
        }
        return group.durable;
    }

    private void flush() {
        Group group;
        synchronized (this) {
            group = open;
            open = null;
        }
        accept(group.deliveries).whenComplete((nothing, failure) -> {
            end(group, failure == null ? null : PenstockException.causeOf(failure));
            settled.accept(group.deliveries.size());
        });
    }

    private CompletionStage<Void> accept(List<Delivery> deliveries) {
        try {
            return consumer.acceptAsync(deliveries);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(Group group, Throwable failure) {
        if (failure == null) {
            group.durable.complete(null);
        } else if (failure instanceof PenstockException.LeaseLost) {
            LOG.warnf("Channel '%s' settled %s too late. %s", channel, describe(group), failure.getMessage());
            group.durable.complete(null);
        } else {
            LOG.errorf(failure, "Channel '%s' could not accept %s: they come again.", channel, describe(group));
            group.durable.completeExceptionally(failure);
        }
    }

    private static String describe(Group group) {
        int count = group.deliveries.size();
        return count == 1 ? Settlement.describe(group.deliveries.get(0)) : "at least one of " + count + " messages";
    }
}
