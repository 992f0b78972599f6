package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationKind;
import io.penstock.security.Users;
import io.quarkus.test.QuarkusUnitTest;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSSecurityRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The audit as a topic of the application. */
class AuditTopicTest {

    private static final String TOPIC = "penstock.audit";
    private static final int ITERATIONS = 10_000;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideRuntimeConfigKey("penstock.security.audit.topic", TOPIC)
            .overrideRuntimeConfigKey("penstock.security.audit.retention", "2d")
            .overrideRuntimeConfigKey("penstock.security.permissions.\"penstock.audit\".browse", "operator")
            .overrideRuntimeConfigKey(
                    "penstock.security.users.\"ada\"",
                    Users.hash("lovelace", ITERATIONS) + " producer,consumer,operator");

    @Inject
    Broker broker;

    @Inject
    ConnectionFactory factory;

    private List<JsonObject> records() {
        return broker.browse(BrowseRequest.all(TOPIC, 1_000).build()).stream()
                .map(stored -> new JsonObject(stored.message().bodyText()))
                .toList();
    }

    @Test
    void shouldDeclareTheTopicWithItsRetentionAtTheStart() {
        var topic = broker.destination(TOPIC).orElseThrow();

        assertThat(topic.kind()).isEqualTo(DestinationKind.TOPIC);
        assertThat(topic.retention().maxAge()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void shouldSendEachRecordToTheTopicWithoutThePassword() {
        assertThatThrownBy(() -> factory.createContext("ada", "byron")).isInstanceOf(JMSSecurityRuntimeException.class);

        Awaitility.await()
                .untilAsserted(() -> assertThat(records()).anySatisfy(entry -> {
                    assertThat(entry.getString("action")).isEqualTo("login");
                    assertThat(entry.getString("caller")).isEqualTo("ada");
                    assertThat(entry.getString("outcome")).isEqualTo("refused");
                    assertThat(entry.getInstant("time")).isNotNull();
                    assertThat(entry.encode()).doesNotContain("byron");
                }));
    }

    @Test
    void shouldLeaveTheTopicToAdministratorsUnlessPermissionsOfItsNameSayOtherwise() throws Exception {
        try (var context = factory.createContext("ada", "lovelace")) {
            var topic = context.createTopic(TOPIC);
            assertThatThrownBy(() -> context.createProducer().send(topic, "{}"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
            assertThatThrownBy(() -> context.createConsumer(topic)).isInstanceOf(JMSSecurityRuntimeException.class);
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(records()).anySatisfy(entry -> {
                    assertThat(entry.getString("action")).isEqualTo("send");
                    assertThat(entry.getString("target")).isEqualTo(TOPIC);
                    assertThat(entry.getString("caller")).isEqualTo("ada");
                }));
    }
}
