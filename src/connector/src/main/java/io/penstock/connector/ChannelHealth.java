package io.penstock.connector;

import io.penstock.Broker;
import io.smallrye.reactive.messaging.health.HealthReport;

/** The health of one channel. Any thread may report and read. */
final class ChannelHealth {

    /** Where a channel stands. A failed one stays so until the application is started again. */
    private enum State {
        IDLE,
        ACTIVE,
        FAILED
    }

    /**
     * What a channel reports.
     *
     * @param lazy whether a channel that nobody is connected to at the moment is ready
     */
    record Switches(boolean enabled, boolean readiness, boolean lazy) {}

    private final String channel;
    private final Switches switches;
    private final Broker broker;
    private State state = State.IDLE;
    private Throwable failure;

    ChannelHealth(String channel, Switches switches, Broker broker) {
        this.channel = channel;
        this.switches = switches;
        this.broker = broker;
    }

    synchronized void active() {
        state = state == State.FAILED ? State.FAILED : State.ACTIVE;
    }

    synchronized void idle() {
        state = state == State.FAILED ? State.FAILED : State.IDLE;
    }

    synchronized void failed(Throwable reason) {
        if (state != State.FAILED) {
            state = State.FAILED;
            failure = reason;
        }
    }

    synchronized void reportReadiness(HealthReport.HealthReportBuilder report) {
        if (!switches.enabled() || !switches.readiness()) {
            return;
        }
        if (state == State.IDLE && !switches.lazy()) {
            report.add(channel, false, "nobody consumes the channel");
        } else {
            reportLiveness(report);
        }
    }

    synchronized void reportLiveness(HealthReport.HealthReportBuilder report) {
        if (!switches.enabled()) {
            return;
        }
        var health = broker.health();
        if (state == State.FAILED) {
            report.add(channel, false, "stopped by a failure: " + failure);
        } else if (!health.isRunning()) {
            report.add(channel, false, "the broker does not run: " + health.detail());
        } else {
            report.add(channel, true);
        }
    }
}
