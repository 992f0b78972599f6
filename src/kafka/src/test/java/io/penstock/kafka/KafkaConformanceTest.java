package io.penstock.kafka;

import io.penstock.conformance.AcceptAndWaitConformance;
import io.penstock.conformance.AlertsConformance;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.CapabilitiesConformance;
import io.penstock.conformance.DeadLetterAlertsConformance;
import io.penstock.conformance.DeduplicationConformance;
import io.penstock.conformance.ExchangeDeclarationsConformance;
import io.penstock.conformance.ExpiryConformance;
import io.penstock.conformance.GrowthConformance;
import io.penstock.conformance.MessageGuaranteesConformance;
import io.penstock.conformance.MessageProgressConformance;
import io.penstock.conformance.NewestConformance;
import io.penstock.conformance.OperationsByHandConformance;
import io.penstock.conformance.PreparedHandOutConformance;
import io.penstock.conformance.PreparedTransactionsConformance;
import io.penstock.conformance.PrioritiesConformance;
import io.penstock.conformance.ProducersConformance;
import io.penstock.conformance.PullConformance;
import io.penstock.conformance.QueuesConformance;
import io.penstock.conformance.RetryAndDeadLettersConformance;
import io.penstock.conformance.RoutedCopiesConformance;
import io.penstock.conformance.RoutedGuaranteesConformance;
import io.penstock.conformance.RoutingConformance;
import io.penstock.conformance.SchedulesConformance;
import io.penstock.conformance.SchedulesInTransactionsConformance;
import io.penstock.conformance.SeeksInTransactionsConformance;
import io.penstock.conformance.SendTogetherConformance;
import io.penstock.conformance.SharingConformance;
import io.penstock.conformance.SubscriptionControlConformance;
import io.penstock.conformance.TemporaryDestinationsConformance;
import io.penstock.conformance.TopicsAndTransactionsConformance;
import org.junit.jupiter.api.Nested;

import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine on Kafka does what every broker has to do. */
class KafkaConformanceTest {

    BrokerFactory kafka() {
        return KafkaEngines.FACTORY;
    }

    /** What need not wait for Kafka is told at once. */
    void expectTold(CompletableFuture<?> sending) {
        assertThat(sending).isDone();
    }

    /** Whether it is reached over a connection. */
    boolean isClient() {
        return false;
    }

    @Nested
    class AcceptAndWait extends AcceptAndWaitConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Alerts extends AlertsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Capabilities extends CapabilitiesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class DeadLetterAlerts extends DeadLetterAlertsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Deduplication extends DeduplicationConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }

        @Override
        protected boolean looksAtGeneratedIds() {
            return isClient();
        }
    }

    @Nested
    class Expiry extends ExpiryConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Growth extends GrowthConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class MessageGuarantees extends MessageGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }

        @Override
        protected void expectTold(CompletableFuture<?> sending) {
            KafkaConformanceTest.this.expectTold(sending);
        }
    }

    @Nested
    class Newest extends NewestConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class MessageProgress extends MessageProgressConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class OperationsByHand extends OperationsByHandConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class PreparedHandOut extends PreparedHandOutConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class PreparedTransactions extends PreparedTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Priorities extends PrioritiesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Producers extends ProducersConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Pull extends PullConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Queues extends QueuesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class RetryAndDeadLetters extends RetryAndDeadLettersConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class RoutedCopies extends RoutedCopiesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Routing extends RoutingConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class RoutedGuarantees extends RoutedGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class ExchangeDeclarations extends ExchangeDeclarationsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Schedules extends SchedulesConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class SchedulesInTransactions extends SchedulesInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class SeeksInTransactions extends SeeksInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class SendTogether extends SendTogetherConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class Sharing extends SharingConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class SubscriptionControl extends SubscriptionControlConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class TemporaryDestinations extends TemporaryDestinationsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }

    @Nested
    class TopicsAndTransactions extends TopicsAndTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return kafka();
        }
    }
}
