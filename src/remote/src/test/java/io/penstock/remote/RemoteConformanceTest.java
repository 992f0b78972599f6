package io.penstock.remote;

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

/** A broker at the other end of a connection does what every broker has to do. */
class RemoteConformanceTest {

    @Nested
    class AcceptAndWait extends AcceptAndWaitConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Alerts extends AlertsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Capabilities extends CapabilitiesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class DeadLetterAlerts extends DeadLetterAlertsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Deduplication extends DeduplicationConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }

        @Override
        protected boolean looksAtGeneratedIds() {
            return true;
        }
    }

    @Nested
    class Expiry extends ExpiryConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Growth extends GrowthConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class MessageGuarantees extends MessageGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }

        /** The receipt has a way to go. */
        @Override
        protected void expectTold(CompletableFuture<?> sending) {
            assertThat(sending).succeedsWithin(PATIENCE);
        }
    }

    @Nested
    class Newest extends NewestConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class MessageProgress extends MessageProgressConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class OperationsByHand extends OperationsByHandConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class PreparedHandOut extends PreparedHandOutConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class PreparedTransactions extends PreparedTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Priorities extends PrioritiesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Producers extends ProducersConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Pull extends PullConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Queues extends QueuesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class RetryAndDeadLetters extends RetryAndDeadLettersConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class RoutedCopies extends RoutedCopiesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Routing extends RoutingConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class RoutedGuarantees extends RoutedGuaranteesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class ExchangeDeclarations extends ExchangeDeclarationsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Schedules extends SchedulesConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class SchedulesInTransactions extends SchedulesInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class SeeksInTransactions extends SeeksInTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class SendTogether extends SendTogetherConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class Sharing extends SharingConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class SubscriptionControl extends SubscriptionControlConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class TemporaryDestinations extends TemporaryDestinationsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }

    @Nested
    class TopicsAndTransactions extends TopicsAndTransactionsConformance {

        @Override
        public BrokerFactory factory() {
            return RemoteFixture.FACTORY;
        }
    }
}
