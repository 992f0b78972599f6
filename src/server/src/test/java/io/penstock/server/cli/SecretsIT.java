package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server prints when it cannot start, with secrets in its configuration. */
class SecretsIT {

    private static final String SECRET = "qZ7mark";

    @TempDir
    Path directory;

    @Test
    void shouldNotPrintThePasswordInTheAddressOfADatabaseThatIsNotThere() throws Exception {
        var url = "jdbc:postgresql://localhost:1/shop?user=anna&password=" + SECRET;

        shouldFailWithoutTheSecret("quarkus.datasource.jdbc.url", Map.of("QUARKUS_DATASOURCE_JDBC_URL", url));
        shouldFailWithoutTheSecret(
                "quarkus.datasource.jdbc.url",
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://localhost:1/shop",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        SECRET));
    }

    @Test
    void shouldNotPrintAPasswordThatStandsWhereItsHashBelongs() throws Exception {
        shouldFailWithoutTheSecret(
                "penstock.security.users.\"anna\"",
                Map.of("PENSTOCK_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Dpenstock.security.users.anna=" + SECRET));
    }

    private void shouldFailWithoutTheSecret(String named, Map<String, String> environment) throws Exception {
        try (var process = PenstockProcess.serve(directory, environment)) {
            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.err()).contains(named).doesNotContain(SECRET);
            assertThat(process.out()).doesNotContain(SECRET);
        }
    }
}
