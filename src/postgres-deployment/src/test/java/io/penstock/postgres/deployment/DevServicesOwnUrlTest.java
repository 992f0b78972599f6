package io.penstock.postgres.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that names its database, which nobody connects to here. */
class DevServicesOwnUrlTest {

    private static final String URL = "jdbc:postgresql://localhost:1/shop";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.bare()
            .overrideConfigKey("quarkus.datasource.jdbc.url", URL)
            .overrideConfigKey("quarkus.hibernate-orm.active", "false")
            .overrideConfigKey("quarkus.penstock.postgres.migrate-at-start", "false");

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.password")
    Optional<String> password;

    @Test
    void shouldStartNoDatabaseWhereOneIsNamed() {
        assertThat(url).isEqualTo(URL);
        assertThat(password).isEmpty();
    }
}
