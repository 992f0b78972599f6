package io.penstock.quarkus.deployment;

import io.penstock.ConsumerOptions;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.broker.filter.Filter;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.penstock.quarkus.listener.ListenerDefinition.Consumption;
import io.quarkus.runtime.configuration.DurationConverter;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import java.time.Duration;

/**
 * Reads from an annotation how a listener's consumers take messages, and checks what can be checked without
 * configuration.
 */
final class ConsumptionReader {

    private static final String EXPRESSION = "${";

    private final IndexView index;

    ConsumptionReader(IndexView index) {
        this.index = index;
    }

    Consumption read(MethodInfo method, AnnotationInstance annotation, boolean queue, boolean batch)
            throws InvalidListener {
        var filter = annotation.valueWithDefault(index, "filter").asString();
        boolean exclusive = annotation.valueWithDefault(index, "exclusive").asBoolean();
        int prefetch = annotation.valueWithDefault(index, "prefetch").asInt();
        if (prefetch < 0 || prefetch > ListenerDefinition.MAX_PREFETCH) {
            throw new InvalidListener(
                    method,
                    "has prefetch = " + prefetch + ": use 0 for what is usual, to " + ListenerDefinition.MAX_PREFETCH
                            + ".");
        }
        int batchSize = batchSize(method, annotation, batch, prefetch);
        if (!filter.isEmpty()) {
            var problem = problemOf(filter);
            if (problem != null) {
                throw new InvalidListener(method, "has an invalid filter. " + problem);
            }
            if (queue) {
                requireShared(method, annotation, exclusive);
            }
        }
        var lease = duration(method, annotation, "lease");
        var maxProcessingTime = duration(method, annotation, "maxProcessingTime");
        requireTimes(method, lease, maxProcessingTime);
        return new Consumption(
                filter.isEmpty() ? null : filter,
                exclusive,
                prefetch,
                lease,
                maxProcessingTime,
                annotation.valueWithDefault(index, "settleFirst").asBoolean(),
                batchSize,
                annotation.valueWithDefault(index, "autoStart").asBoolean());
    }

    private int batchSize(MethodInfo method, AnnotationInstance annotation, boolean batch, int prefetch)
            throws InvalidListener {
        int size = annotation.valueWithDefault(index, "batchSize").asInt();
        if (size != 0 && !batch) {
            throw new InvalidListener(
                    method,
                    "has batchSize = " + size + " and takes single messages: take a List of them, or remove it.");
        }
        if (size < 0 || size > ListenerDefinition.MAX_BATCH) {
            throw new InvalidListener(
                    method,
                    "has batchSize = " + size + ": use 0 for what is usual, to " + ListenerDefinition.MAX_BATCH + ".");
        }
        if (prefetch != 0 && prefetch < size) {
            throw new InvalidListener(
                    method,
                    "has prefetch = " + prefetch + " and batchSize = " + size
                            + ": a consumer has to hold a batch, so prefetch must not be less.");
        }
        return size;
    }

    /** What is wrong with a filter; null if it is valid, or is an expression that only configuration resolves. */
    static String problemOf(String filter) {
        if (filter.contains(EXPRESSION)) {
            return null;
        }
        try {
            Filter.parse(filter);
            return null;
        } catch (PenstockException.InvalidFilter e) {
            return e.getMessage();
        }
    }

    /**
     * Refuses a queue's filter with an ordering or exclusive consumption that keeps other consumers from the messages
     * that it leaves.
     */
    private void requireShared(MethodInfo method, AnnotationInstance annotation, boolean exclusive)
            throws InvalidListener {
        var ordering =
                Ordering.valueOf(annotation.valueWithDefault(index, "ordering").asEnum());
        if (exclusive || ordering == Ordering.PARTITION) {
            throw new InvalidListener(
                    method,
                    "has a filter and " + (exclusive ? "exclusive = true" : "ordering = " + ordering)
                            + ": a queue can be filtered only where any consumer may take any message, with ordering"
                            + " NONE, KEY or GROUP.");
        }
    }

    /** Reads a duration; null if the annotation does not set it. */
    private Duration duration(MethodInfo method, AnnotationInstance annotation, String attribute)
            throws InvalidListener {
        var text = annotation.valueWithDefault(index, attribute).asString();
        if (text.isEmpty()) {
            return null;
        }
        try {
            var duration = DurationConverter.parseDuration(text);
            if (duration != null && !duration.isNegative() && duration.compareTo(ListenerDefinition.LONGEST) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below, for those out of range too.
        }
        throw new InvalidListener(
                method,
                "has " + attribute + " = '" + text + "': use a duration such as 30s or 5m, at most "
                        + ListenerDefinition.LONGEST.toDays() + "d, or 0 for no end.");
    }

    private static void requireTimes(MethodInfo method, Duration lease, Duration maxProcessingTime)
            throws InvalidListener {
        if (maxProcessingTime == null) {
            return;
        }
        try {
            var effective = lease == null ? ConsumerOptions.DEFAULT_LEASE : lease;
            ConsumerOptions.ofQueue("queue", "listener")
                    .lease(effective)
                    .maxProcessingTime(maxProcessingTime)
                    .build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(
                    method,
                    "has maxProcessingTime = " + maxProcessingTime + ", less than its lease of "
                            + (lease == null ? ConsumerOptions.DEFAULT_LEASE : lease)
                            + ": make the lease shorter, or the processing time longer.");
        }
    }
}
