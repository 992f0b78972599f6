package io.penstock.server.http.access;

import io.penstock.Broker;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.regex.Pattern;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** A token of a delivery is good for the caller that it was given to, whoever else learns it. */
@QuarkusTest
@TestProfile(Guarded.class)
class TokenOwnerTest {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @Inject
    Broker broker;

    @TestHTTPResource("/")
    URI server;

    @Test
    void shouldRefuseTheTokenOfAnotherCaller() throws Exception {
        var http = new Http(server);
        var fixture = new Fixture(broker, "free");
        fixture.queue();
        String path = "/api/v1/destinations/" + fixture.name + "/subscriptions/" + fixture.name + "/deliveries";
        var found = TOKEN.matcher(
                http.send("POST", path, Guarded.basic("consumer"), null, null).body());
        assertThat(found.find()).isTrue();
        String accept = path + "/" + found.group(1) + "/accept";

        // An administrator may do everything, but not this; and the same name of another authority is somebody else.
        assertThat(http.send("POST", accept, Guarded.basic("admin"), null, null).statusCode())
                .isEqualTo(410);
        assertThat(http.send("POST", accept, Guarded.bearer("consumer"), null, null)
                        .statusCode())
                .isEqualTo(410);
        assertThat(http.send("POST", accept, Guarded.basic("producer"), null, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.send("POST", accept, Guarded.basic("consumer"), null, null)
                        .statusCode())
                .isEqualTo(204);
    }
}
