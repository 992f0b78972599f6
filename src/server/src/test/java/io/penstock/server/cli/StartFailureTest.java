package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;

class StartFailureTest {

    @Test
    void shouldNameThePortThatIsInUse() {
        var failure = new RuntimeException(
                "Unable to start HTTP server",
                new QuarkusBindException("0.0.0.0", 8080, new BindException("Address already in use")));

        assertThat(ServerStartFailure.describe(failure))
                .isEqualTo(
                        "Port 8080 is in use by another process." + " Stop that, or choose another port with --port.");
    }

    @Test
    void shouldSayWhatPenstockSaysInOneLine() {
        var failure = new RuntimeException(new PenstockException.StorageUnusable("It is locked. Stop the other."));

        assertThat(ServerStartFailure.describe(failure)).isEqualTo("It is locked. Stop the other.");
        assertThat(ServerStartFailure.describe(
                        new RuntimeException(new ConfigurationException("Wrong.\n  Choose another."))))
                .isEqualTo("Wrong. Choose another.");
    }

    @Test
    void shouldNameTheHostThatIsUnknownOrNotOfThisMachine() {
        assertThat(ServerStartFailure.describe(new RuntimeException(
                        "Unable to start HTTP server",
                        new ExecutionException(new UnknownHostException("nowhere.invalid")))))
                .startsWith("quarkus.http.host = ")
                .contains("no host of this name is known")
                .hasLineCount(1);
        assertThat(ServerStartFailure.describe(
                        new RuntimeException(new BindException("Cannot assign requested address"))))
                .startsWith("quarkus.http.host = ")
                .contains("no address of this machine");
        assertThat(ServerStartFailure.describe(new RuntimeException(new SocketException("Permission denied"))))
                .contains("--port")
                .hasLineCount(1);
    }

    @Test
    void shouldNameTheDatabaseThatCannotBeUsed() {
        assertThat(ServerStartFailure.describe(new IllegalStateException(
                        new SQLException("The connection attempt failed.", new UnknownHostException("db.invalid")))))
                .startsWith("quarkus.datasource.jdbc.url = ")
                .contains("UnknownHostException: db.invalid")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang.IllegalArgumentException: SRCFG00039: The config property penstock.durability with the config"
                        + " value \"x\" threw an Exception whilst being converted SRCFG00049: Cannot convert x to enum class"
                        + " io.penstock.Durability, allowed values: memory,os,sync"
                        + " | penstock.durability = x: choose one of memory, os, sync.",
                "java.lang.NumberFormatException: SRCFG00039: The config property quarkus.http.port with the config value"
                        + " \"a\" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got \"a\""
                        + " | quarkus.http.port = a: Expected an integer value, got \"a\".",
                "SRCFG00050: penstock.x in Env does not map to any root | penstock.x in Env does not map to any root."
            })
    void shouldSayWhatIsWrongWithASettingInTheWordsOfItsProperty(String said, String wanted) {
        assertThat(SettingProblem.describe(said)).isEqualTo(wanted);
    }

    @Test
    void shouldNotLetAMessageSteerTheTerminal() {
        assertThat(ServerStartFailure.describe(new PenstockException.StorageUnusable("\u001b[2Jgone")))
                .isEqualTo("\\u{1b}[2Jgone");
    }

    @Test
    void shouldShowTheStackTraceOfWhatIsUnexpected() {
        assertThat(ServerStartFailure.describe(new IllegalStateException("surprise")))
                .contains("surprise", getClass().getName());
    }
}
