package io.penstock.postgres.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Path;
import java.sql.SQLException;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that names a user and no URL: a PostgreSQL is there, without a container, and has that user. */
class DevServicesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideConfigKey("quarkus.datasource.username", "shop-user")
            .setLogRecordPredicate(each -> each.getMessage().contains("Installed features"))
            .assertLogRecords(records -> assertThat(records)
                    .singleElement()
                    .satisfies(each -> assertThat(each.getParameters())
                            .anySatisfy(features ->
                                    assertThat(features.toString()).contains(" penstock, ", "penstock-postgres"))));

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Inject
    Sql sql;

    @Test
    void shouldConnectAsTheUserOfTheConfiguration() throws SQLException {
        assertThat(url).startsWith("jdbc:postgresql://localhost:");
        assertThat(sql.column("select current_user")).containsExactly("shop-user");
    }

    @Test
    void shouldKeepItsDataInTheDirectoryOfTheBuild() throws SQLException {
        assertThat(Path.of(sql.column("show data_directory").get(0)))
                .exists()
                .hasParent(Path.of("target", "penstock-postgres").toAbsolutePath());
    }

    @Test
    void shouldLetTransactionsBePrepared() throws SQLException {
        assertThat(sql.count("show max_prepared_transactions")).isPositive();
    }
}
