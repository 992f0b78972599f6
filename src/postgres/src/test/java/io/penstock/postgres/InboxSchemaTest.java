package io.penstock.postgres;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** The application has a first migration of its own, and Hibernate validates the schema before any of ours has run. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class InboxSchemaTest {

    @Inject
    InboxDatabase database;

    @Inject
    Sql sql;

    @Test
    void shouldKeepItsHistoryApartFromThatOfTheApplication() throws SQLException {
        assertThat(scripts("penstock_schema_history")).containsExactly("db/penstock/V1__inbox.sql");
        assertThat(scripts("flyway_schema_history")).containsExactly("db/migration/V1__payment.sql");
    }

    @Test
    void shouldDoNothingWhenTheTablesAreUpToDate() throws SQLException {
        // when
        InboxSchema.migrate(database.dataSource().orElseThrow());

        // then
        assertThat(scripts("penstock_schema_history")).containsExactly("db/penstock/V1__inbox.sql");
    }

    private List<String> scripts(String historyTable) throws SQLException {
        return sql.column("select script from " + historyTable + " where type = 'SQL' and success");
    }
}
