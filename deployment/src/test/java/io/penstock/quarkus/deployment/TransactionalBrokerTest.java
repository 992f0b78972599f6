package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PullConsumer;
import io.penstock.Receipt;
import io.penstock.Schedule;
import io.penstock.TypedSender;
import io.penstock.quarkus.SendsTo;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The injected broker takes part in the JTA transaction of whoever calls it. */
class TransactionalBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Shop.class)
            .overrideRuntimeConfigKey("penstock.destinations.out.kind", "queue")
            .overrideConfigKey("mp.messaging.outgoing.emitted.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.emitted.destination", "out");

    @Inject
    Broker broker;

    @Inject
    @OutsideTransaction
    Broker outside;

    @Inject
    @SendsTo("typed")
    TypedSender<String> sender;

    @Inject
    @SendsTo("typed-outside")
    @OutsideTransaction
    TypedSender<String> senderOutside;

    @Inject
    Shop shop;

    @Inject
    TransactionManager manager;

    @BeforeEach
    void empty() throws InterruptedException {
        for (var queue : List.of("out", "typed", "typed-outside")) {
            try (var consumer = consumer(queue)) {
                for (var left = consumer.receive(100, Duration.ZERO);
                        !left.isEmpty();
                        left = consumer.receive(100, Duration.ZERO)) {
                    consumer.accept(left);
                }
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    private PullConsumer consumer(String queue) {
        return broker.consume(ConsumerOptions.ofQueue(queue, "test").build());
    }

    private List<String> in(String queue) {
        return outside.browse(BrowseRequest.waiting(queue, 10).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    private static Message message(String body) {
        return Message.to("out").body(body).build();
    }

    @Test
    void shouldSendNothingWhenTheTransactionIsRolledBack() {
        assertThatThrownBy(() -> shop.order("no", true)).isInstanceOf(IllegalStateException.class);
        assertThat(in("out")).isEmpty();
        shop.order("yes", false);
        assertThat(in("out")).containsExactly("yes");
    }

    @Test
    void shouldShowNothingBeforeTheCommitAndNameTheMessageInItsReceipt() {
        var sent = QuarkusTransaction.requiringNew().call(() -> {
            var receipt = broker.send(message("a"));
            assertThat(in("out")).isEmpty();
            return receipt;
        });
        assertThat(sent.messageId()).isNotBlank();
        assertThat(sent.offset()).isEqualTo(Receipt.UNKNOWN_OFFSET);
        assertThat(outside.browse(BrowseRequest.waiting("out", 10).build()))
                .singleElement()
                .satisfies(stored -> assertThat(stored.message().id()).isEqualTo(sent.messageId()));
    }

    @Test
    void shouldCompleteStagesWithinTheTransaction() {
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(broker.sendAsync(message("a")).toCompletableFuture()).isCompleted();
            assertThat(broker.sendAll(List.of(message("b"), message("c")))).hasSize(2);
            assertThat(sender.sendAsync("d").toCompletableFuture()).isCompleted();
            assertThat(in("out")).isEmpty();
            assertThat(in("typed")).isEmpty();
        });
        assertThat(in("out")).containsExactly("a", "b", "c");
        assertThat(in("typed")).containsExactly("d");
    }

    @Test
    void shouldSendAtOnceOutsideOfTheTransaction() throws Exception {
        manager.begin();
        outside.send(message("audit"));
        senderOutside.send("audit");
        manager.rollback();
        assertThat(in("out")).containsExactly("audit");
        assertThat(in("typed-outside")).containsExactly("audit");
    }

    @Test
    void shouldBelongToTheInnerTransactionOrToNone() throws Exception {
        manager.begin();
        broker.send(message("outer"));
        QuarkusTransaction.requiringNew().run(() -> broker.send(message("inner")));
        QuarkusTransaction.suspendingExisting().run(() -> broker.send(message("suspended")));
        manager.rollback();
        assertThat(in("out")).containsExactly("inner", "suspended");
    }

    @Test
    void shouldRefuseWhatATransactionWouldLoseThatIsMarkedForRollback() throws Exception {
        manager.begin();
        broker.send(message("before"));
        manager.setRollbackOnly();
        assertThatThrownBy(() -> broker.send(message("after"))).hasMessageContaining("marked for roll-back");
        assertThat(broker.sendAsync(message("after")).toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> sender.send("after")).hasMessageContaining("marked for roll-back");
        outside.send(message("outside"));
        manager.rollback();
        assertThat(in("out")).containsExactly("outside");
    }

    @Test
    void shouldRefuseWhenTheTimeOutHasRolledBack() throws Exception {
        manager.setTransactionTimeout(1);
        manager.begin();
        manager.setTransactionTimeout(0);
        broker.send(message("before"));
        await().pollInSameThread().until(() -> manager.getStatus() == Status.STATUS_ROLLEDBACK);
        assertThatThrownBy(() -> broker.send(message("after"))).hasMessageContaining("rolled back, by its time-out");
        manager.rollback();
        broker.send(message("next"));
        assertThat(in("out")).containsExactly("next");
    }

    @Test
    void shouldAcceptADeliveryWithTheCommitOnly() throws Exception {
        broker.send(message("a"));
        try (var consumer = consumer("out")) {
            manager.begin();
            consumer.receive(PATIENCE).orElseThrow().accept();
            manager.rollback();
            assertThat(in("out")).containsExactly("a");

            manager.begin();
            consumer.accept(consumer.receive(1, PATIENCE));
            assertThat(in("out")).containsExactly("a");
            manager.commit();
            assertThat(in("out")).isEmpty();
        }
    }

    @Test
    void shouldDeclareAndCancelSchedulesWithTheCommit() throws Exception {
        var schedule =
                Schedule.every("report", Duration.ofHours(1), message("report")).build();
        manager.begin();
        assertThat(broker.schedule(schedule).next()).isEmpty();
        assertThat(outside.schedules().list()).isEmpty();
        manager.rollback();
        assertThat(outside.schedules().list()).isEmpty();

        QuarkusTransaction.requiringNew().run(() -> broker.schedule(schedule));
        assertThat(outside.schedules().list()).hasSize(1);

        manager.begin();
        broker.schedules().cancel("report");
        assertThat(broker.schedules().find("report")).isPresent();
        manager.commit();
        assertThat(outside.schedules().list()).isEmpty();
    }

    @Test
    void shouldLeaveATransactionOfTheBrokerToItself() throws Exception {
        broker.send(message("a"));
        try (var consumer = consumer("out")) {
            Delivery delivery = consumer.receive(PATIENCE).orElseThrow();
            manager.begin();
            var transaction = broker.begin();
            transaction.accept(delivery);
            transaction.send(message("b"));
            transaction.commit();
            manager.rollback();
        }
        assertThat(in("out")).containsExactly("b");
    }

    @Singleton
    static class Shop {

        @Inject
        Broker broker;

        @Transactional
        public void order(String body, boolean fails) {
            broker.send(message(body));
            if (fails) {
                throw new IllegalStateException("no");
            }
        }
    }
}
