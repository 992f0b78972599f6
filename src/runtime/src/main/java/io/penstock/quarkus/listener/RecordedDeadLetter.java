package io.penstock.quarkus.listener;

import io.penstock.DeadLetterPolicy;
import io.quarkus.runtime.ObjectSubstitution;

import java.util.Map;

/**
 * Carries a dead-letter policy from build time to run time, as far as annotations can say it.
 *
 * @param discard whether dead letters are thrown away
 * @param destination the dead-letter queue; null for the one with the default name
 * @param routes the queues of certain failures, by the class name of the exception
 */
public record RecordedDeadLetter(boolean discard, String destination, Map<String, String> routes) {

    /** Tells Quarkus how to carry the policy over. */
    public static final class Substitution implements ObjectSubstitution<DeadLetterPolicy, RecordedDeadLetter> {

        @Override
        public RecordedDeadLetter serialize(DeadLetterPolicy policy) {
            return new RecordedDeadLetter(policy.discard(), policy.destination(), Map.copyOf(policy.routes()));
        }

        @Override
        public DeadLetterPolicy deserialize(RecordedDeadLetter recorded) {
            return DeadLetterPolicy.builder()
                    .discard(recorded.discard)
                    .destination(recorded.destination)
                    .routes(recorded.routes)
                    .build();
        }
    }
}
