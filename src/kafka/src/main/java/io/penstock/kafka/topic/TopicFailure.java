package io.penstock.kafka.topic;

import io.penstock.PenstockException;
import io.penstock.journal.JournalException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Says what it means that Kafka did not do what was asked of it. */
final class TopicFailure {

    private TopicFailure() {}

    /**
     * @param what was asked, to begin a sentence with
     * @param limit after which nobody waited any more
     * @return an invalid configuration if Kafka will never do it, or an exception of the journal
     */
    static RuntimeException of(String what, Throwable failure, Duration limit) {
        var cause = PenstockException.causeOf(failure);
        if (cause instanceof PenstockException || cause instanceof JournalException) {
            return (RuntimeException) cause;
        }
        if (cause instanceof AuthenticationException) {
            return new PenstockException.InvalidConfiguration(what + ": Kafka does not let this instance in: "
                    + cause.getMessage() + ". Check its security.protocol, user, password and certificates.");
        }
        if (isRefusal(cause)) {
            return new PenstockException.InvalidConfiguration(what + ": Kafka refuses that: " + cause.getMessage());
        }
        if (cause instanceof AuthorizationException) {
            return new JournalException(
                    what + ": Kafka does not allow that: " + cause.getMessage()
                            + " The principal needs Describe, DescribeConfigs, Create, Alter, AlterConfigs, Read, Write"
                            + " and Delete for these topics; see the list of permissions in the documentation.",
                    cause);
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return new JournalException(
                    what + ": Kafka did not do that within " + limit.toMillis() + " ms: " + cause
                            + ". Check that its brokers can be reached; then try again.",
                    cause);
        }
        return new JournalException(what + ": Kafka failed at that: " + cause, cause);
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof InvalidTopicException
                || cause instanceof InvalidReplicationFactorException
                || cause instanceof InvalidPartitionsException
                || cause instanceof InvalidConfigurationException
                || cause instanceof InvalidRequestException
                || cause instanceof PolicyViolationException;
    }
}
