package io.penstock.broker;

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

/** The embedded broker does what every broker has to do. */
class EmbeddedConformanceTest {

    BrokerFactory embedded() {
        return BrokerTest.EMBEDDED;
    }

    @Nested
    class AcceptAndWait extends AcceptAndWaitConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Alerts extends AlertsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Capabilities extends CapabilitiesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class DeadLetterAlerts extends DeadLetterAlertsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Deduplication extends DeduplicationConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Expiry extends ExpiryConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Growth extends GrowthConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class MessageGuarantees extends MessageGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Newest extends NewestConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class MessageProgress extends MessageProgressConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class OperationsByHand extends OperationsByHandConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class PreparedHandOut extends PreparedHandOutConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class PreparedTransactions extends PreparedTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Priorities extends PrioritiesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Producers extends ProducersConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Pull extends PullConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Queues extends QueuesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class RetryAndDeadLetters extends RetryAndDeadLettersConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class RoutedCopies extends RoutedCopiesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Routing extends RoutingConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class RoutedGuarantees extends RoutedGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class ExchangeDeclarations extends ExchangeDeclarationsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Schedules extends SchedulesConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class SchedulesInTransactions extends SchedulesInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class SeeksInTransactions extends SeeksInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class SendTogether extends SendTogetherConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class Sharing extends SharingConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class SubscriptionControl extends SubscriptionControlConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class TemporaryDestinations extends TemporaryDestinationsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }

    @Nested
    class TopicsAndTransactions extends TopicsAndTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return embedded();
        }
    }
}
