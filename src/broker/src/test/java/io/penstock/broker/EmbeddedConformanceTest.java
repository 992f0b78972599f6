package io.penstock.broker;

import io.penstock.testkit.conformance.AcceptAndWaitConformance;
import io.penstock.testkit.conformance.BrokerFactory;
import io.penstock.testkit.conformance.CapabilitiesConformance;
import io.penstock.testkit.conformance.DeadLetterAlertsConformance;
import io.penstock.testkit.conformance.DeduplicationConformance;
import io.penstock.testkit.conformance.ExchangeDeclarationsConformance;
import io.penstock.testkit.conformance.ExpiryConformance;
import io.penstock.testkit.conformance.GrowthConformance;
import io.penstock.testkit.conformance.MessageGuaranteesConformance;
import io.penstock.testkit.conformance.NewestConformance;
import io.penstock.testkit.conformance.OperationsByHandConformance;
import io.penstock.testkit.conformance.PreparedHandOutConformance;
import io.penstock.testkit.conformance.PreparedTransactionsConformance;
import io.penstock.testkit.conformance.PrioritiesConformance;
import io.penstock.testkit.conformance.ProducersConformance;
import io.penstock.testkit.conformance.PullConformance;
import io.penstock.testkit.conformance.QueuesConformance;
import io.penstock.testkit.conformance.RetryAndDeadLettersConformance;
import io.penstock.testkit.conformance.RoutedCopiesConformance;
import io.penstock.testkit.conformance.RoutedGuaranteesConformance;
import io.penstock.testkit.conformance.RoutingConformance;
import io.penstock.testkit.conformance.SchedulesConformance;
import io.penstock.testkit.conformance.SchedulesInTransactionsConformance;
import io.penstock.testkit.conformance.SeeksInTransactionsConformance;
import io.penstock.testkit.conformance.SendTogetherConformance;
import io.penstock.testkit.conformance.SharingConformance;
import io.penstock.testkit.conformance.SubscriptionControlConformance;
import io.penstock.testkit.conformance.TemporaryDestinationsConformance;
import io.penstock.testkit.conformance.TopicsAndTransactionsConformance;
import org.junit.jupiter.api.Nested;

/** The embedded broker does what every broker has to do. */
class EmbeddedConformanceTest {

    @Nested
    class AcceptAndWait extends AcceptAndWaitConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Capabilities extends CapabilitiesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class DeadLetterAlerts extends DeadLetterAlertsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Deduplication extends DeduplicationConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Expiry extends ExpiryConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Growth extends GrowthConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class MessageGuarantees extends MessageGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Newest extends NewestConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class OperationsByHand extends OperationsByHandConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class PreparedHandOut extends PreparedHandOutConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class PreparedTransactions extends PreparedTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Priorities extends PrioritiesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Producers extends ProducersConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Pull extends PullConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Queues extends QueuesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class RetryAndDeadLetters extends RetryAndDeadLettersConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class RoutedCopies extends RoutedCopiesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Routing extends RoutingConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class RoutedGuarantees extends RoutedGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class ExchangeDeclarations extends ExchangeDeclarationsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Schedules extends SchedulesConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class SchedulesInTransactions extends SchedulesInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class SeeksInTransactions extends SeeksInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class SendTogether extends SendTogetherConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class Sharing extends SharingConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class SubscriptionControl extends SubscriptionControlConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class TemporaryDestinations extends TemporaryDestinationsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }

    @Nested
    class TopicsAndTransactions extends TopicsAndTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return BrokerTest.EMBEDDED;
        }
    }
}
