package io.penstock.quarkus.listener;

import io.penstock.DeadLetterPolicy;
import io.quarkus.runtime.ObjectSubstitution;

import java.util.Map;

/**
 * A dead-letter policy on its way from build time to run time, as far as annotations say what it is.
 *
 * @param destination null for the queue with the default name
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
