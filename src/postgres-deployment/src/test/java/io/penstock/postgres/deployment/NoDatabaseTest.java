package io.penstock.postgres.deployment;

import io.agroal.api.AgroalDataSource;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.postgres.InboxPurge;
import io.penstock.postgres.deployment.PaymentListener.Then;
import io.penstock.postgres.triage.Triage;
import io.penstock.postgres.triage.TriageSearch;
import io.penstock.spi.HandlerScope;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The application without a JDBC URL: it starts, and only what needs the database says so. */
class NoDatabaseTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Orders.class)
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("quarkus.penstock.postgres.optional", "true");

    @Inject
    InjectableInstance<AgroalDataSource> dataSources;

    @Inject
    InboxPurge purge;

    @Inject
    PaymentListener listener;

    @Inject
    Orders orders;

    @Inject
    Triage triage;

    @Test
    void shouldStartWithoutADatabase() {
        assertThat(dataSources.listActive()).isEmpty();
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
    void shouldNameTheMissingUrlWhenTheOutboxIsCalled() {
        assertThatThrownBy(() -> orders.place(Message.to("orders").body("b").build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("The outbox needs a PostgreSQL database")
                .hasMessageContaining("quarkus.datasource.jdbc.url");
    }

    @Test
    void shouldNameTheMissingUrlWhenDeadLettersAreSearched() {
        assertThat(triage.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("quarkus.datasource.jdbc.url"));
        assertThatThrownBy(() -> triage.search(TriageSearch.ALL, null, 10))
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
