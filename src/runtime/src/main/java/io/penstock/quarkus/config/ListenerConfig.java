package io.penstock.quarkus.config;

import io.penstock.Ordering;
import io.penstock.listener.DeadLetter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One listener. What is set here beats what the annotations say. */
public interface ListenerConfig {

    /** Whether the listener runs. One that does not run declares nothing either. */
    @WithDefault("true")
    boolean enabled();

    /** How many consumers compete; by default what the annotation says. */
    OptionalInt concurrency();

    /** What order is kept; by default what the annotation says. */
    Optional<Ordering> ordering();

    /** Which messages the listener takes, as a message selector; by default what the annotation says. */
    Optional<String> filter();

    /** Whether only one consumer is active; by default what the annotation says. */
    Optional<Boolean> exclusive();

    /**
     * Where a topic's subscription begins when it is new: {@code earliest}, {@code latest}, {@code offset:42}, or a
     * time such as {@code 2026-01-31T12:00:00Z}; by default what the annotation says.
     */
    Optional<String> start();

    /**
     * How many messages each consumer may hold at most, the one that it processes included; by default what the
     * annotation says, or else 256. It takes in advance what it processes within some milliseconds, so that a fast one
     * need not wait and a slow one holds nothing back; 1 for never.
     */
    OptionalInt prefetch();

    /**
     * How long a consumer may keep a message without a sign of life before another one gets it, renewed while it runs;
     * 0 for no end. By default what the annotation says, or else 5 minutes.
     */
    Optional<Duration> lease();

    /**
     * How long a run may take before it is interrupted and the message goes to another consumer; 0 for no end. By
     * default what the annotation says, or else 30 minutes, or the lease if that is longer.
     */
    Optional<Duration> maxProcessingTime();

    /** Whether messages are settled before they are processed; by default what the annotation says. */
    Optional<Boolean> settleFirst();

    /** Hand-outs of any kind, crashes and expired leases included, after which a message becomes a dead letter. */
    @WithDefault("20")
    int maxDeliveries();

    /** When a failed message is delivered again. */
    RetryConfig retry();

    /** Where a message goes that cannot be processed. */
    DeadLetterConfig deadLetter();

    /** When a failed message is delivered again; what is not set is as the annotation says. */
    interface RetryConfig {

        /** Runs after the first one; -1 for no limit. */
        OptionalInt maxRetries();

        /** Before the first retry. */
        Optional<Duration> delay();

        /** By which the delay grows with each retry; at least 1. */
        OptionalDouble factor();

        /** Which the delay never exceeds. */
        Optional<Duration> maxDelay();

        /** Up to which the delay is varied at random, in both directions. */
        Optional<Duration> jitter();

        /** Since the first delivery, after which no retry is begun; 0 for no limit. */
        Optional<Duration> maxDuration();

        /** Class names of failures that are retried, subclasses included. */
        Optional<List<String>> retryOn();

        /** Class names of failures that are not retried, subclasses included. */
        Optional<List<String>> abortOn();
    }

    /** Where a message goes that cannot be processed; what is not set is as the annotation says. */
    interface DeadLetterConfig {

        /** The queue that takes dead letters. */
        Optional<String> queue();

        /** {@code queue} to keep dead letters, {@code discard} to throw them away. */
        Optional<DeadLetter.Policy> policy();

        /**
         * Queues for certain failures, by the class name of the exception, whose subclasses count too; besides those
         * that the annotation names.
         */
        Map<String, String> routes();

        /** When many dead letters are worth a call: an event of the broker, a line in the log, a meter. */
        AlertConfig alert();
    }

    /** How many dead letters within which time are worth a call. */
    interface AlertConfig {

        /** More than so many; no alert unless it is set. */
        OptionalInt moreThan();

        /** Within so long. */
        @WithDefault("5m")
        Duration window();
    }
}
