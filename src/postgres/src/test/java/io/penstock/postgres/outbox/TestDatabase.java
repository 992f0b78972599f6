package io.penstock.postgres.outbox;

import io.penstock.Message;
import io.penstock.postgres.PostgresSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A real PostgreSQL with the tables of Penstock. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final DataSource source;

    TestDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
        source = postgres.getPostgresDatabase();
        PostgresSchema.migrate(source);
    }

    DataSource source() {
        return source;
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** Commits a row. */
    void send(Message message) throws SQLException {
        try (var connection = source.getConnection()) {
            RowFormat.insert(connection, message.id() == null ? named(message) : message);
        }
    }

    static Message named(Message message) {
        return message.copy().id(java.util.UUID.randomUUID().toString()).build();
    }

    void execute(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(column(sql).get(0));
    }

    List<String> column(String sql) throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
