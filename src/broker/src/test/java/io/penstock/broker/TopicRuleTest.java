package io.penstock.broker;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicRuleTest extends BrokerTest {

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    private TopicRule declare() {
        return broker.routing()
                .declare(TopicRule.of("audit", "orders.#")
                        .policies(policies -> policies.start(StartPosition.EARLIEST))
                        .build());
    }

    private static ConsumerOptions ofRule() {
        return ConsumerOptions.ofRule("audit", "worker").lease(Duration.ZERO).build();
    }

    private Delivery next() throws InterruptedException {
        var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(delivery).as("a delivery within %s", PATIENCE).isNotNull();
        return delivery;
    }

    private List<String> subscriptions(String topic) {
        return broker.subscriptions(topic).stream().map(Subscription::name).toList();
    }

    @Test
    void shouldSubscribeToTopicsThatExistAndToLaterOnes() {
        broker.declare(Destination.topic("orders.eu").partitions(2).build());
        broker.declare(Destination.topic("invoices").build());
        broker.declare(Destination.queue("orders.queue").build());

        declare();
        broker.declare(Destination.topic("orders.us").build());
        broker.declare(Destination.topic("invoices.us").build());

        assertThat(subscriptions("orders.eu")).containsExactly("audit");
        assertThat(subscriptions("orders.us")).containsExactly("audit");
        assertThat(subscriptions("orders.queue")).containsExactly("orders.queue");
        assertThat(subscriptions("invoices")).isEmpty();
        assertThat(subscriptions("invoices.us")).isEmpty();
    }

    @Test
    void shouldHoldAfterARestartFromTheLogAndFromACheckpoint() {
        broker.declare(Destination.topic("orders.eu").build());
        var rule = declare();
        for (int i = 0; i < 2; i++) {
            reopen();
            assertThat(broker.routing().rules()).containsExactly(rule);
            broker.declare(Destination.topic("orders.later" + i).build());
            assertThat(subscriptions("orders.later" + i)).containsExactly("audit");
        }
        assertThat(subscriptions("orders.eu")).containsExactly("audit");
    }

    @Test
    void shouldMissNothingOfATopicThatIsDeclaredLater() {
        broker.routing().declare(TopicRule.of("audit", "orders.#").build());
        broker.declare(Destination.topic("orders.us").build());
        send("orders.us", "1", "2");

        broker.consume(ofRule(), deliveries::addAll).request(10);

        assertThat(deliveriesOf(2)).containsExactly("1", "2");
    }

    private List<String> deliveriesOf(int count) {
        var bodies = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            try {
                bodies.add(next().message().bodyText());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return bodies;
    }

    @Test
    void shouldConsumeAllTopicsAndJoinNewOnesUnasked() throws InterruptedException {
        broker.declare(Destination.topic("orders.eu").build());
        declare();
        send("orders.eu", "1");
        var consumer = broker.consume(ofRule(), deliveries::addAll);
        consumer.request(Long.MAX_VALUE);
        assertThat(next().message().destination()).isEqualTo("orders.eu");

        broker.declare(Destination.topic("orders.us").build());
        send("orders.us", "2");
        var second = next();
        assertThat(second.message().destination()).isEqualTo("orders.us");
        assertThat(second.subscription()).isEqualTo("audit");
        assertThat(second.consumer()).isEqualTo("worker");

        consumer.close();
        send("orders.us", "3");
        assertThat(broker.statistics("orders.us").subscriptions().get(0).waiting())
                .isEqualTo(2);
        assertThat(broker.statistics("orders.us").subscriptions().get(0).consumers())
                .isZero();
        assertThat(deliveries).isEmpty();
    }

    /** One at a time over topics of which each has enough for itself. */
    @Test
    void shouldShareOneCreditFairly() throws InterruptedException {
        declare();
        for (int topic = 0; topic < 5; topic++) {
            broker.declare(Destination.topic("orders.t" + topic).build());
            for (int i = 0; i < 20; i++) {
                send("orders.t" + topic, "m" + i);
            }
        }
        var consumer = broker.consume(ofRule(), deliveries::addAll);

        var counts = new int[5];
        for (int i = 0; i < 50; i++) {
            consumer.request(1);
            var delivery = next();
            assertThat(deliveries).as("one for each that was asked for").isEmpty();
            counts[delivery.message().destination().charAt("orders.t".length()) - '0']++;
            done(delivery.acceptAsync());
        }

        // Not exactly ten: who happens to have a turn when there is credit may take it.
        assertThat(Arrays.stream(counts).min().orElseThrow())
                .as("deliveries by topic: %s", Arrays.toString(counts))
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldNeverHandOutMoreThanTheCreditOverSeveralLoops() throws InterruptedException {
        declare();
        var consumer = broker.consume(ofRule(), deliveries::addAll);
        for (int topic = 0; topic < 8; topic++) {
            broker.declare(Destination.topic("orders.t" + topic).build());
        }
        for (int round = 0; round < 50; round++) {
            consumer.request(7);
            var sends = new ArrayList<CompletableFuture<?>>();
            for (int i = 0; i < 16; i++) {
                sends.add(broker.sendAsync(
                                Message.to("orders.t" + i % 8).body("m").build())
                        .toCompletableFuture());
            }
            sends.forEach(BrokerTest::done);
            var held = new ArrayList<Delivery>();
            for (int i = 0; i < 7; i++) {
                held.add(next());
            }
            for (int topic = 0; topic < 8; topic++) {
                broker.statistics("orders.t" + topic);
            }
            assertThat(deliveries).as("round %d", round).isEmpty();
            done(consumer.acceptAsync(held));
        }
        consumer.request(Long.MAX_VALUE);
        for (int i = 0; i < 50 * 9; i++) {
            next();
        }
        assertThat(deliveries).isEmpty();
    }

    @Test
    void shouldGiveTheCreditOfATopicThatIsGoneToTheOthers() throws InterruptedException {
        declare();
        broker.declare(Destination.topic("orders.a").build());
        broker.declare(Destination.topic("orders.b").build());
        var consumer = broker.consume(ofRule(), deliveries::addAll);
        send("orders.a", "1");
        consumer.request(1);
        next();

        broker.operations().delete("orders.a", true, "ada");
        send("orders.b", "2", "3");
        consumer.request(1);
        assertThat(next().message().bodyText()).isEqualTo("2");
        consumer.pause();
        consumer.request(1);
        assertThat(next().message().bodyText()).isEqualTo("3");
    }

    @Test
    void shouldReplacePoliciesOfAllAndRemoveAll() {
        broker.declare(Destination.topic("orders.eu").build());
        var rule = declare();
        broker.declare(Destination.topic("orders.us").build());
        broker.routing()
                .declare(rule.copy()
                        .policies(policies -> policies.maxDeliveries(3))
                        .build());

        for (var topic : List.of("orders.eu", "orders.us")) {
            assertThat(broker.subscriptions(topic).get(0).maxDeliveries()).isEqualTo(3);
        }
        var consumer = broker.consume(ofRule(), deliveries::addAll);
        assertThatThrownBy(() -> broker.routing().removeRule("audit"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("1 consumer(s)");
        consumer.close();

        broker.routing().removeRule("audit");
        broker.routing().removeRule("audit");
        assertThat(subscriptions("orders.eu")).isEmpty();
        assertThat(subscriptions("orders.us")).isEmpty();
        broker.declare(Destination.topic("orders.later").build());
        assertThat(subscriptions("orders.later")).isEmpty();
        reopen();
        assertThat(broker.routing().rules()).isEmpty();
        assertThat(subscriptions("orders.eu")).isEmpty();
    }

    @Test
    void shouldRefuseWhatContradictsTheRule() {
        broker.declare(Destination.topic("orders.eu").build());
        var rule = declare();

        assertThatThrownBy(() -> broker.declare(
                        Subscription.ofTopic("orders.eu", "audit").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("belongs to the rule");
        assertThatThrownBy(() -> broker.unsubscribe("orders.eu", "audit"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("belongs to the rule");
        assertThatThrownBy(() -> broker.routing()
                        .declare(TopicRule.of("audit", "other.#").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'orders.#'")
                .hasMessageContaining("'other.#'");
        assertThatThrownBy(() -> broker.routing()
                        .declare(rule.copy()
                                .policies(policies -> policies.ordering(Ordering.PARTITION))
                                .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("PARTITION");
        assertThatThrownBy(() -> rule.copy()
                        .policies(policies -> policies.durable(false))
                        .build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() ->
                        broker.consume(ConsumerOptions.ofRule("missing", "c").build(), deliveries::addAll))
                .isInstanceOf(PenstockException.UnknownSubscription.class);
        assertThatThrownBy(() -> ofRule().copy().filter("a = 1").build()).hasMessageContaining("give the rule one");

        broker.declare(Destination.topic("invoices.eu").build());
        broker.declare(Subscription.ofTopic("invoices.eu", "mine").build());
        assertThatThrownBy(() -> broker.routing()
                        .declare(TopicRule.of("mine", "invoices.*").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("invoices.eu");
        assertThat(broker.routing().rules()).containsExactly(rule);
    }

    /** Whichever comes first, each topic has its subscription in the end. */
    @Test
    void shouldMissNoTopicThatIsDeclaredAtTheSameTime() {
        var declaring = new ArrayList<CompletableFuture<?>>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread * 20;
            declaring.add(CompletableFuture.runAsync(() -> {
                for (int i = first; i < first + 20; i++) {
                    broker.declare(Destination.topic("orders.t" + i).build());
                }
            }));
        }
        declare();
        declaring.forEach(BrokerTest::done);

        for (int i = 0; i < 80; i++) {
            assertThat(subscriptions("orders.t" + i)).as("topic %d", i).containsExactly("audit");
        }
    }
}
