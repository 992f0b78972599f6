package io.penstock.postgres.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.sql.SQLException;
import java.util.List;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** The application has a first migration of its own, and Hibernate validates the schema before any of ours has run. */
class SchemaTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of();

    @Inject
    Sql sql;

    @Test
    void shouldKeepItsHistoryApartFromThatOfTheApplication() throws SQLException {
        assertThat(scripts("penstock_schema_history"))
                .containsExactly(
                        "db/penstock/V1__inbox.sql", "db/penstock/V2__outbox.sql", "db/penstock/V3__triage.sql");
        assertThat(scripts("flyway_schema_history")).containsExactly("db/migration/V1__payment.sql");
    }

    private List<String> scripts(String historyTable) throws SQLException {
        return sql.column("select script from " + historyTable + " where type = 'SQL' and success");
    }
}
