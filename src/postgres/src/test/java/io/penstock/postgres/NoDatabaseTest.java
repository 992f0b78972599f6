package io.penstock.postgres;

import io.penstock.PenstockException;
import io.penstock.postgres.PaymentListener.Then;
import io.penstock.spi.HandlerScope;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import java.util.Map;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The application without a JDBC URL: it starts, and only what needs the database says so. */
@QuarkusTest
@TestProfile(NoDatabaseTest.DatabaseIsOptional.class)
class NoDatabaseTest {

    /** As an application says that starts with or without a database. */
    public static final class DatabaseIsOptional implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("penstock.postgres.optional", "true");
        }
    }

    @Inject
    InboxDatabase database;

    @Inject
    InboxPurge purge;

    @Inject
    PaymentListener listener;

    @Test
    void shouldStartWithoutADatabase() {
        assertThat(database.isActive()).isFalse();
    }

    @Test
    void shouldNameTheMissingUrlWhenAnIdempotentListenerIsCalled() {
        assertThatThrownBy(() -> HandlerScope.with(FakeDelivery.of("orders", "orders", "m-1"), () -> {
                    listener.inTransaction(Then.NOTHING);
                    return null;
                }))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("quarkus.datasource.jdbc.url");
    }

    @Test
    void shouldNameTheMissingUrlWhenAskedToPurge() {
        assertThatThrownBy(purge::purge)
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("quarkus.datasource.jdbc.url");
    }
}
