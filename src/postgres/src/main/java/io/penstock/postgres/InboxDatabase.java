package io.penstock.postgres;

import io.agroal.api.AgroalDataSource;
import io.penstock.PenstockException;
import io.quarkus.arc.InjectableInstance;

import java.util.Optional;
import javax.sql.DataSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the default datasource, which is there exactly when it has a JDBC URL. */
@ApplicationScoped
class InboxDatabase {

    private final InjectableInstance<AgroalDataSource> defaultDataSource;

    InboxDatabase(InjectableInstance<AgroalDataSource> defaultDataSource) {
        this.defaultDataSource = defaultDataSource;
    }

    Optional<DataSource> dataSource() {
        return defaultDataSource.listActive().stream()
                .<DataSource>map(active -> active)
                .findFirst();
    }

    boolean isActive() {
        return dataSource().isPresent();
    }

    void requireActive() {
        if (!isActive()) {
            throw new PenstockException.InvalidConfiguration("An @Idempotent listener needs a PostgreSQL database, and"
                    + " none is configured. Set quarkus.datasource.jdbc.url, username and password.");
        }
    }
}
