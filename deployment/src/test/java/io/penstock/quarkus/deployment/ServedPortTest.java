package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.remote.RemoteBroker;
import io.penstock.remote.RemoteOptions;
import io.penstock.security.Users;
import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application that serves its broker to other processes, to the users of its table. */
class ServedPortTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideRuntimeConfigKey("penstock.serve.enabled", "true")
            .overrideRuntimeConfigKey("penstock.serve.port", Integer.toString(TestApplication.freePort()))
            .overrideRuntimeConfigKey("penstock.security.users.\"ada\"", Users.hash("secret") + " producer");

    @Inject
    Broker broker;

    @ConfigProperty(name = "penstock.serve.port")
    int port;

    private RemoteOptions.Builder client() {
        return RemoteOptions.to("localhost", port).failoverWait(Duration.ofMinutes(2));
    }

    @Test
    void shouldServeAUserWhatHisRolesAllow() {
        broker.declare(Destination.queue("orders").build());
        try (var remote = RemoteBroker.connect(client().login("ada", "secret").build())) {
            remote.send(Message.to("orders").body("from elsewhere").build());

            assertThat(broker.browse(BrowseRequest.waiting("orders", 10).build()))
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.message().bodyText()).isEqualTo("from elsewhere"));
            assertThatThrownBy(() -> remote.operations().purge("orders", null, "ada"))
                    .isInstanceOf(PenstockException.Forbidden.class);
        }
    }

    @Test
    void shouldLetInNobodyElse() {
        assertThatThrownBy(() ->
                        RemoteBroker.connect(client().login("ada", "guessed").build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> RemoteBroker.connect(client().build()))
                .isInstanceOf(PenstockException.Forbidden.class);
    }
}
