package io.penstock.postgres.deployment;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** The mode of {@code quarkus:dev}: the database and what is in it outlive an edit. */
class DevServicesReloadTest {

    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClasses(Visits.class, Sql.class)
                    .addAsResource(
                            new StringAsset("quarkus.penstock.data=" + TestApplication.emptyDirectory()
                                    + "\nquarkus.penstock.journal.file-size=8M\nquarkus.http.port=" + PORT + "\n"),
                            "application.properties"));

    @Test
    void shouldKeepTheDatabaseWhenTheApplicationIsReloaded() {
        // given
        var url = visit("visits 1 ");

        // when
        APPLICATION.modifySourceFile(Visits.class, source -> source.replace("\"visits\"", "\"guests\""));

        // then
        assertThat(visit("guests 2 ")).isEqualTo(url);
    }

    /** Returns the URL of the database. */
    private static String visit(String answer) {
        var response = RestAssured.get("http://localhost:" + PORT + "/visits");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.asString()).startsWith(answer);
        return response.asString().substring(answer.length());
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
