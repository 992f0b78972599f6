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

/**
 * The mode of {@code quarkus:dev}: an edit restarts the application in the same process, on the same data directory.
 */
class LiveReloadTest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClass(ReloadedBean.class)
                    .addAsResource(
                            new StringAsset("penstock.data=" + TestApplication.emptyDirectory()
                                    + "\npenstock.journal.file-size=8M\nquarkus.http.port=" + PORT + "\n"),
                            "application.properties"));

    @Test
    void shouldOpenTheSameDirectoryAgainAfterAnEdit() {
        assertThat(get("/send")).isEmpty();
        await().untilAsserted(() -> assertThat(get("/state")).isEqualTo("heard 1, stored 1"));

        APPLICATION.modifySourceFile(ReloadedBean.class, source -> source.replace("\"heard \"", "\"listened \""));

        assertThat(get("/state")).isEqualTo("listened 0, stored 1");
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
