package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Receipt;
import io.penstock.connector.OutgoingPenstockMetadata;
import io.penstock.connector.PenstockTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.smallrye.reactivemessaging.runtime.ContextualEmitter;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What emitters send takes part in the JTA transaction of whoever calls them. */
class TransactionalEmitterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Shop.class, Stamp.class)
            .overrideConfigKey("mp.messaging.outgoing.plain.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.plain.destination", "out")
            .overrideConfigKey("mp.messaging.outgoing.mutiny.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.mutiny.destination", "out")
            .overrideConfigKey("mp.messaging.outgoing.contextual.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.contextual.destination", "out")
            .overrideConfigKey("mp.messaging.outgoing.together.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.together.destination", "out");

    @Inject
    Broker broker;

    @Inject
    Shop shop;

    @Inject
    TransactionManager manager;

    @BeforeEach
    void empty() throws InterruptedException {
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue("out", "test").build())) {
            for (var left = consumer.receive(1000, Duration.ZERO);
                    !left.isEmpty();
                    left = consumer.receive(1000, Duration.ZERO)) {
                consumer.accept(left);
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    private List<String> sent() {
        return broker.browse(BrowseRequest.waiting("out", 1000).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    private static void await(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSendWithTheCommitAndNothingWithARollBack() {
        assertThatThrownBy(() -> shop.emit("no", true)).isInstanceOf(IllegalStateException.class);
        assertThat(sent()).isEmpty();
        shop.emit("yes", false);
        assertThat(sent()).containsExactly("yes by emitter", "yes by message", "yes by mutiny");
    }

    @Test
    void shouldCompleteStagesWithinTheTransaction() {
        QuarkusTransaction.requiringNew().run(() -> {
            await(shop.plain.send("a"));
            shop.mutiny.sendAndAwait("b");
            shop.mutiny.send("c").await().atMost(PATIENCE);
            var acked = new CompletableFuture<Void>();
            shop.plain.send(Message.of("d", () -> {
                acked.complete(null);
                return CompletableFuture.completedFuture(null);
            }));
            await(acked);
            assertThat(sent()).isEmpty();
        });
        assertThat(sent()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shouldKeepTheOrderOfManyMessagesThatNobodyWaitsFor() {
        var bodies = IntStream.range(0, 900).mapToObj(Integer::toString).toList();
        var stages = new ArrayList<CompletionStage<Void>>();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    bodies.forEach(body -> stages.add(shop.plain.send(body)));
                    throw new IllegalStateException("no stock");
                }))
                .isInstanceOf(IllegalStateException.class);
        // Those that came to the channel after the roll-back are nacked; the others had been in the transaction.
        stages.forEach(stage -> await(stage.exceptionally(late -> null)));
        assertThat(sent()).isEmpty();

        QuarkusTransaction.requiringNew().run(() -> bodies.forEach(shop.plain::send));
        assertThat(sent()).containsExactlyElementsOf(bodies);
    }

    @Test
    void shouldGiveTheReceiptOfATransactionAndCallInterceptors() {
        var receipt = new OutgoingMessageMetadata<Receipt>();
        QuarkusTransaction.requiringNew().run(() -> {
            shop.mutiny.sendMessageAndAwait(Message.of("a")
                    .addMetadata(receipt)
                    .addMetadata(OutgoingPenstockMetadata.builder().key("k").build()));
            assertThat(receipt.getResult().messageId()).isNotBlank();
            assertThat(receipt.getResult().offset()).isEqualTo(Receipt.UNKNOWN_OFFSET);
        });
        assertThat(broker.browse(BrowseRequest.waiting("out", 10).build()))
                .singleElement()
                .satisfies(stored -> {
                    assertThat(stored.message().id())
                            .isEqualTo(receipt.getResult().messageId());
                    assertThat(stored.message().keyText()).isEqualTo("k");
                });
        assertThat(Stamp.LAST).hasValue("a");
    }

    @Test
    void shouldSendAtOnceWithoutATransactionAndAfterOne() {
        await(shop.plain.send("a"));
        QuarkusTransaction.requiringNew().run(() -> await(shop.plain.send("b")));
        shop.mutiny.sendAndAwait("c");
        assertThat(sent()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldSendAtOnceThroughAnEmitterOutsideOfTheTransaction() throws Exception {
        manager.begin();
        await(shop.audit.send("audit"));
        shop.mutinyAudit.sendAndAwait("audit by mutiny");
        manager.setRollbackOnly();
        await(shop.audit.send("failed"));
        manager.rollback();
        assertThat(sent()).containsExactly("audit", "audit by mutiny", "failed");
    }

    @Test
    void shouldRefuseWhatIsSentInATransactionThatCanOnlyBeRolledBack() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        assertThatThrownBy(() -> shop.plain.send("a")).hasMessageContaining("is marked for roll-back");
        assertThatThrownBy(() -> shop.mutiny.sendAndAwait("b")).hasStackTraceContaining("is marked for roll-back");
        manager.rollback();
        assertThat(sent()).isEmpty();
    }

    @Test
    void shouldNotCommitWithoutAMessageThatCannotBeSentThoughNobodyLooksAtItsStage() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    shop.plain.send("a");
                    shop.plain.send(Message.of(
                            "b",
                            org.eclipse.microprofile.reactive.messaging.Metadata.of(OutgoingPenstockMetadata.builder()
                                    .destination("nowhere")
                                    .build())));
                }))
                .hasStackTraceContaining("was nacked, so it is rolled back")
                .hasStackTraceContaining("nowhere");
        assertThat(sent()).isEmpty();
    }

    @Test
    void shouldTakePartInTheTransactionOfTheSubscribedThreadWithAContextualEmitter() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    shop.contextual("no");
                    throw new IllegalStateException("no stock");
                }))
                .isInstanceOf(IllegalStateException.class);
        QuarkusTransaction.requiringNew().run(() -> shop.contextual("yes"));
        assertThat(sent()).containsExactly("yes");
    }

    @Test
    void shouldCommitATransactionOfTheLogOnItsOwn() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    shop.together
                            .withTransaction(emitter -> {
                                emitter.send("a");
                                return Uni.createFrom().voidItem();
                            })
                            .await()
                            .atMost(PATIENCE);
                    throw new IllegalStateException("no stock");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sent()).containsExactly("a");
    }

    @Singleton
    static class Shop {

        @Inject
        @Channel("plain")
        Emitter<String> plain;

        @Inject
        @Channel("mutiny")
        MutinyEmitter<String> mutiny;

        @Inject
        @Channel("plain")
        @OutsideTransaction
        Emitter<String> audit;

        @Inject
        @Channel("mutiny")
        @OutsideTransaction
        MutinyEmitter<String> mutinyAudit;

        @Inject
        @Channel("contextual")
        ContextualEmitter<String> contextual;

        @Inject
        @Channel("together")
        PenstockTransactions<String> together;

        @Transactional
        public void emit(String body, boolean fails) {
            plain.send(body + " by emitter");
            plain.send(Message.of(body + " by message"));
            mutiny.sendAndForget(body + " by mutiny");
            if (fails) {
                throw new IllegalStateException("no stock");
            }
        }

        void contextual(String body) {
            contextual.sendAndAwait(body);
        }
    }

    /** Notes what it has seen. */
    @Singleton
    static class Stamp implements OutgoingInterceptor {

        static final AtomicReference<Object> LAST = new AtomicReference<>();

        @Override
        public Message<?> beforeMessageSend(Message<?> message) {
            LAST.set(message.getPayload());
            return message;
        }

        @Override
        public void onMessageAck(Message<?> message) {}

        @Override
        public void onMessageNack(Message<?> message, Throwable failure) {}
    }
}
