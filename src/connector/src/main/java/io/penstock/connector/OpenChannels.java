package io.penstock.connector;

import io.penstock.spi.Draining;
import io.smallrye.reactive.messaging.health.HealthReport;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The channels of an application: reports how they are, and ends them. It is safe for use by any thread. */
final class OpenChannels {

    private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();
    private final List<OutgoingChannel> outgoing = new CopyOnWriteArrayList<>();

    /** The end of consumption, once it has begun; null before, and where nobody tells of it. */
    private volatile Draining draining;

    void add(IncomingChannel channel) {
        incoming.add(channel);
    }

    void add(OutgoingChannel channel) {
        outgoing.add(channel);
    }

    HealthReport readiness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.reportReadiness(report));
        outgoing.forEach(channel -> channel.reportReadiness(report));
        return report.build();
    }

    HealthReport liveness() {
        var report = HealthReport.builder();
        incoming.forEach(channel -> channel.reportLiveness(report));
        outgoing.forEach(channel -> channel.reportLiveness(report));
        return report.build();
    }

    /**
     * Ends consumption before the application closes what its handlers need: all channels stop taking, then wait within
     * one limit. Outgoing channels go on, for what the application sends last.
     */
    void drain(Draining begun) {
        draining = begun;
        incoming.forEach(IncomingChannel::stopTaking);
        incoming.forEach(channel -> channel.close(() -> begun.isReload() ? Duration.ZERO : begun.left()));
    }

    /** They take no more messages, wait for those that are being processed, and release the others. */
    void close() {
        incoming.forEach(IncomingChannel::stopTaking);
        var time = draining == null ? new Draining(longestTimeout(), false, System::nanoTime) : draining;
        incoming.forEach(channel -> channel.close(time::left));
        outgoing.forEach(channel -> channel.close(time::left));
    }

    /** The limit for all channels where nobody sets one. */
    private Duration longestTimeout() {
        return Stream.concat(
                        incoming.stream().map(IncomingChannel::closeTimeout),
                        outgoing.stream().map(OutgoingChannel::closeTimeout))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
