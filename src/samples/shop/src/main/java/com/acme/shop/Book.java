package com.acme.shop;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The book in which departments note what they have done. An item that is noted twice stands there once: who only notes
 * needs no inbox to bear a message that comes again.
 */
@ApplicationScoped
public class Book {

    @Inject
    DataSource database;

    public void note(String department, String item) {
        note(department, List.of(item));
    }

    /** Notes all items with one statement. */
    public void note(String department, List<String> items) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "insert into book select ?, unnest(?::varchar[]) on conflict do nothing")) {
            statement.setString(1, department);
            statement.setArray(2, connection.createArrayOf("varchar", items.toArray()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The book of '" + department + "' cannot be written.", e);
        }
    }

    public boolean has(String department, String item) {
        return number("select count(*) from book where department = ? and item = ?", department, item) > 0;
    }

    /** How many items of a department have names that begin so. */
    public long count(String department, String prefix) {
        return number("select count(*) from book where department = ? and starts_with(item, ?)", department, prefix);
    }

    private long number(String query, String department, String item) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, department);
            statement.setString(2, item);
            var found = statement.executeQuery();
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("The book of '" + department + "' cannot be read.", e);
        }
    }
}
