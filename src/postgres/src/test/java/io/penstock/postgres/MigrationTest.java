package io.penstock.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The migrations on a real PostgreSQL, without an application. */
class MigrationTest {

    @Test
    void shouldDoNothingWhenTheTablesAreUpToDate() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            var database = postgres.getPostgresDatabase();

            // when
            PostgresSchema.migrate(database);
            PostgresSchema.migrate(database);

            // then
            assertThat(scripts(database))
                    .containsExactly(
                            "db/penstock/V1__inbox.sql", "db/penstock/V2__outbox.sql", "db/penstock/V3__triage.sql");
        }
    }

    private static List<String> scripts(DataSource database) throws SQLException {
        var scripts = new ArrayList<String>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select script from penstock_schema_history where type = 'SQL' and success")) {
            while (rows.next()) {
                scripts.add(rows.getString(1));
            }
        }
        return scripts;
    }
}
