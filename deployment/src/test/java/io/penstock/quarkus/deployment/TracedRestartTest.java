package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The application is started anew, by an edit, while a message waits for its next attempt. */
class TracedRestartTest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClass(TracedBean.class)
                    .addAsResource(
                            new StringAsset("penstock.data=" + TestApplication.emptyDirectory()
                                    + "\npenstock.journal.file-size=8M\npenstock.listeners.orders.max-deliveries=100000\nquarkus.http.port="
                                    + PORT + "\n"),
                            "application.properties"));

    @Test
    void shouldLinkARetryAfterARestartToTheFirstAttemptBeforeIt() {
        get("/send");
        await().until(() -> !get("/first").isEmpty());
        var first = get("/first");

        APPLICATION.modifySourceFile(TracedBean.class, source -> source.replace("no stock", "still no stock"));

        await().untilAsserted(() -> assertThat(get("/links")).isEqualTo(first));
        assertThat(get("/first")).isNotEqualTo(first);
    }

    private static String get(String path) {
        var response = RestAssured.get("http://localhost:" + PORT + path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.asString();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
