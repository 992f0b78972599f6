package io.penstock.kafka;

import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.ProducersConformance;
import io.penstock.conformance.PullConformance;
import io.penstock.conformance.QueuesConformance;
import io.penstock.conformance.TemporaryDestinationsConformance;
import io.penstock.conformance.TopicsAndTransactionsConformance;
import org.junit.jupiter.api.Nested;

/**
 * An instance that does not own the cell does what every broker has to do: the part of the suite that goes through
 * most of the link. All of it is {@link ClientConformanceTest}.
 */
class ThroughAClientTest {

    @Nested
    class Producers extends ProducersConformance {

        @Override
        public BrokerFactory factory() {
            return KafkaEngines.THROUGH_A_CLIENT;
        }
    }

    @Nested
    class Pull extends PullConformance {

        @Override
        public BrokerFactory factory() {
            return KafkaEngines.THROUGH_A_CLIENT;
        }
    }

    @Nested
    class Queues extends QueuesConformance {

        @Override
        public BrokerFactory factory() {
            return KafkaEngines.THROUGH_A_CLIENT;
        }
    }

    @Nested
    class TemporaryDestinations extends TemporaryDestinationsConformance {

        @Override
        public BrokerFactory factory() {
            return KafkaEngines.THROUGH_A_CLIENT;
        }
    }

    @Nested
    class TopicsAndTransactions extends TopicsAndTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return KafkaEngines.THROUGH_A_CLIENT;
        }
    }
}
