package io.penstock.jms;

import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.EdgeValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.InstantSource;
import java.util.Random;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls Jakarta Messaging with values from the edges of every type: each call works, or fails with an exception of the
 * specification that says something. A queue beside all that is served throughout, and after a restart. {@code
 * -Dpenstock.seeds=N} tries more seeds.
 */
@Timeout(JmsFixture.HANG_SECONDS)
class EdgeValuesTest extends JmsFixture {

    private static final int SEEDS = 3;
    private static final int ROUNDS = 6;
    private static final int CALLS = 80;
    private static final String INNOCENT = "innocent";

    private int sent;

    @Test
    void shouldRefuseAsTheSpecificationSaysAndServeAnInnocentQueue() {
        EachSeed.fromAnywhere(SEEDS, seed -> {
            System.out.println("Edges of values in Jakarta Messaging, seed " + seed);
            var random = new Random(seed);
            var values = new EdgeValues(random, InstantSource.system());
            for (int round = 0; round < ROUNDS; round++) {
                requireInnocentServed();
                try (var calls = new EdgeCalls(factory, values, random)) {
                    for (int call = 0; call < CALLS; call++) {
                        calls.any();
                    }
                }
                requireInnocentServed();
                if (random.nextBoolean()) {
                    restart();
                }
            }
            restart();
            requireInnocentServed();
        });
    }

    private void requireInnocentServed() throws JMSException {
        String text = "innocent " + sent++;
        send(INNOCENT, text);
        try (var session = session(Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(INNOCENT))) {
            assertThat(receive(consumer)).isEqualTo(text);
        }
    }
}
