package io.penstock.postgres;

import io.agroal.api.AgroalDataSource;
import io.penstock.PenstockException;
import io.quarkus.arc.InjectableInstance;

import java.util.Optional;
import javax.sql.DataSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the default datasource, which is there exactly when it has a JDBC URL. */
@ApplicationScoped
public class DefaultDatabase {

    private final InjectableInstance<AgroalDataSource> defaultDataSource;

    DefaultDatabase(InjectableInstance<AgroalDataSource> defaultDataSource) {
        this.defaultDataSource = defaultDataSource;
    }

    /** The datasource; empty if it has no JDBC URL. */
    public Optional<DataSource> dataSource() {
        return defaultDataSource.listActive().stream()
                .<DataSource>map(active -> active)
                .findFirst();
    }

    public boolean isActive() {
        return dataSource().isPresent();
    }

    /**
     * The datasource.
     *
     * @param who needs it, as the beginning of a sentence such as "The outbox"
     * @throws PenstockException.InvalidConfiguration if it has no JDBC URL
     */
    public DataSource require(String who) {
        return dataSource()
                .orElseThrow(() -> new PenstockException.InvalidConfiguration(who + " needs a PostgreSQL database, and"
                        + " none is configured. Set quarkus.datasource.jdbc.url, username and password."));
    }
}
