package io.penstock.postgres.deployment;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.sql.SQLException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Counts its visitors in the database. */
@Path("/visits")
public class Visits {

    private static final String GREETING = "visits";

    @Inject
    Sql sql;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @GET
    public String visit() throws SQLException {
        sql.execute("create table if not exists visit (at timestamptz)");
        sql.execute("insert into visit values (now())");
        return GREETING + " " + sql.count("select count(*) from visit") + " " + url;
    }
}
