package io.penstock.postgres.deployment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Looks at the database from outside every transaction of the tests. */
@ApplicationScoped
class Sql {

    // Looked up when used: in the test without a database there is none to inject.
    @Inject
    Instance<DataSource> dataSource;

    Connection connect() throws SQLException {
        return dataSource.get().getConnection();
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(column(sql).get(0));
    }

    List<String> column(String sql) throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
