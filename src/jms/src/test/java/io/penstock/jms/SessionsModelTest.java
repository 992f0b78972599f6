package io.penstock.jms;

import io.penstock.conformance.tool.ManualClock;
import io.penstock.jms.session.JmsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;
import jakarta.jms.JMSException;

/**
 * Random programs of calls on two sessions have the results that {@link SessionsModel} says. {@code -Dpenstock.seeds=N}
 * tries more programs, {@code -Dpenstock.seed=S} that one.
 *
 * <p>Each program is one thread's, and chance is avoided by construction: where the sessions compete, consumers hold
 * nothing ahead of their clients, so it is certain who gets a message; where they hold messages ahead, each destination
 * is consumed by one session. What remains open is how often a message counts as delivered that a consumer may have
 * held when it was closed: there the model gives a range, until the message is received.
 */
@Timeout(JmsFixture.HANG_SECONDS)
class SessionsModelTest extends JmsFixture {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 200);

    /** One lane: there is one priority here, and hundreds of destinations. */
    private static final JmsOptions OPTIONS =
            JmsOptions.DEFAULT.withClientId("model").withPriorities(1);

    @Test
    void shouldGiveCompetingSessionsWhatTheModelSays() throws JMSException {
        run(OPTIONS.withPrefetch(1), true);
    }

    @Test
    void shouldGiveSessionsThatHoldMessagesAheadWhatTheModelSays() throws JMSException {
        run(OPTIONS, false);
    }

    private void run(JmsOptions options, boolean competing) throws JMSException {
        var again = Long.getLong("penstock.seed");
        var seeds = new Random();
        // A clock that stands still: the clients take messages briskly, however busy this machine is.
        try (var programs = new PenstockConnectionFactory(broker, options, new ManualClock(), Thread::new);
                var shared = programs.createConnection()) {
            shared.start();
            for (int i = 0; i < (again == null ? SEEDS : 1); i++) {
                long seed = again == null ? seeds.nextLong() : again;
                try {
                    new SessionsProgram(shared, competing, "p" + i, seed).run();
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "Seed " + seed + " fails; -Dpenstock.seed=" + seed + " repeats it:\n" + e.getMessage(),
                            e.getCause());
                }
            }
        }
    }
}
