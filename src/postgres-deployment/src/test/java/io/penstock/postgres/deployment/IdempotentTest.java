package io.penstock.postgres.deployment;

import io.penstock.PenstockException;
import io.penstock.postgres.InboxClaim;
import io.penstock.postgres.deployment.PaymentListener.Then;
import io.penstock.spi.HandlerScope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.UUID;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdempotentTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of();

    @Inject
    PaymentListener listener;

    @Inject
    EntityManager entities;

    private String id;

    /** All tests run on one instance of this class. */
    @BeforeEach
    void chooseAnotherMessage() {
        id = "m-" + UUID.randomUUID();
    }

    @Test
    void shouldChangeTheDatabaseOnceWhenAMessageIsRedelivered() throws Exception {
        // when
        deliver("orders", "orders", () -> listener.inTransaction(Then.NOTHING));
        deliver("orders", "orders", () -> listener.inTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void shouldBeginATransactionAroundAHandlerThatHasNone() throws Exception {
        // when
        deliver("orders", "orders", () -> listener.withoutTransaction(Then.NOTHING));
        deliver("orders", "orders", () -> listener.withoutTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void shouldJoinTheTransactionOfTheCaller() {
        // when
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    uncheckedDeliver(() -> listener.withoutTransaction(Then.NOTHING));
                    throw new IllegalStateException("the caller fails after the handler");
                }))
                .isInstanceOf(IllegalStateException.class);

        // then
        assertThat(payments()).isZero();
        assertThat(claims()).isZero();
    }

    @Test
    void shouldHandleAMessageAgainAfterAFailedRun() throws Exception {
        // given
        assertThatThrownBy(() -> deliver("orders", "orders", () -> listener.inTransaction(this::fail)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(payments()).isZero();

        // when
        deliver("orders", "orders", () -> listener.inTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void shouldHandleAMessageAgainAfterACheckedExceptionAlthoughTransactionalWouldCommit() throws Exception {
        // given
        var declined = new DeclinedException();
        assertThatThrownBy(() -> deliver(
                        "orders",
                        "orders",
                        () -> listener.inTransaction(() -> {
                            throw declined;
                        })))
                .isSameAs(declined);
        assertThat(payments()).isZero();

        // when
        deliver("orders", "orders", () -> listener.inTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void shouldPassACheckedExceptionOnUnwrappedFromATransactionOfItsOwn() {
        // when
        var declined = new DeclinedException();
        assertThatThrownBy(() -> deliver(
                        "orders",
                        "orders",
                        () -> listener.withoutTransaction(() -> {
                            throw declined;
                        })))
                .isSameAs(declined);

        // then
        assertThat(payments()).isZero();
        assertThat(claims()).isZero();
    }

    @Test
    void shouldFailInsteadOfLosingTheMessageWhenTheHandlerMarksItsTransactionForRollback() {
        // when
        assertThatThrownBy(() -> deliver("orders", "orders", () -> listener.markingForRollback()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PaymentListener.markingForRollback")
                .hasMessageContaining(id);

        // then
        assertThat(payments()).isZero();
        assertThat(claims()).isZero();
    }

    @Test
    void shouldHandleAMessageOnceForEachSubscriptionOfATopic() throws Exception {
        // when
        deliver("orders", "billing", () -> listener.inTransaction(Then.NOTHING));
        deliver("orders", "audit", () -> listener.inTransaction(Then.NOTHING));
        deliver("orders", "billing", () -> listener.inTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(2);
    }

    @Test
    void shouldTellEqualSubscriptionsOfTwoTopicsApart() throws Exception {
        // when
        deliver("orders", "audit", () -> listener.inTransaction(Then.NOTHING));
        deliver("returns", "audit", () -> listener.inTransaction(Then.NOTHING));

        // then
        assertThat(payments()).isEqualTo(2);
    }

    @Test
    void shouldRefuseACallOutsideADelivery() {
        assertThatThrownBy(() -> listener.inTransaction(Then.NOTHING))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PaymentListener.inTransaction is @Idempotent")
                .hasMessageContaining("no delivery");
    }

    @Test
    void shouldRefuseAnIdThatTheTableCannotHold() {
        // given
        var tooLong = FakeDelivery.of("orders", "orders", "x".repeat(1_025));

        // then
        assertThatThrownBy(() -> HandlerScope.with(tooLong, () -> {
                    listener.inTransaction(Then.NOTHING);
                    return null;
                }))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("1025 characters");
    }

    private void deliver(String destination, String subscription, Then call) throws Exception {
        HandlerScope.with(FakeDelivery.of(destination, subscription, id), () -> {
            call.run();
            return null;
        });
    }

    private void uncheckedDeliver(Then call) {
        try {
            deliver("orders", "orders", call);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private void fail() {
        throw new IllegalArgumentException("the handler fails");
    }

    private long payments() {
        return QuarkusTransaction.requiringNew().call(() -> Payment.count("messageId", id));
    }

    private long claims() {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery("from InboxClaim where messageId = :id", InboxClaim.class)
                        .setParameter("id", id)
                        .getResultList()
                        .size());
    }

    private static final class DeclinedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
