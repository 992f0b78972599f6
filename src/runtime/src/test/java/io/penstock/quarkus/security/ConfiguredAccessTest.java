package io.penstock.quarkus.security;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.quarkus.FakeBroker;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.SecurityConfig;
import io.penstock.security.AccessControl;
import io.penstock.security.AuditTrail;
import io.penstock.security.Caller;
import io.penstock.security.UserFile;
import io.penstock.security.Users;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredAccessTest {

    private static final String TOPIC = "quarkus.penstock.security.audit.topic";

    private static SecurityConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .security();
    }

    private static AccessControl access(Map<String, String> properties) {
        return ConfiguredAccess.of(config(properties), false, AuditTrail.NONE);
    }

    /** The broker as a caller with these roles has it, whose destinations take whatever is sent. */
    private static Broker view(AccessControl access, String... roles) {
        var broker = FakeBroker.with(new Object() {
            Object send(Message message) {
                return null;
            }
        });
        return access.view(broker, new Caller("caller", Set.of(roles), "", false));
    }

    @Test
    void shouldNameTheUserWhoseHashIsInvalidAndNotShowWhatIsThere() {
        assertThatThrownBy(() -> access(Map.of("quarkus.penstock.security.users.\"ada\"", "secret")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith(
                        "quarkus.penstock.security.users.\"ada\": The password hash of user 'ada' is invalid")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldLetNobodySendToTheTopicOfTheAuditButAdministrators() {
        var access = access(Map.of(TOPIC, "trail"));
        var message = Message.to("trail").body("{}").build();

        assertThatThrownBy(() -> view(access, "producer", "operator").send(message))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThat(view(access, "admin").send(message)).isNull();
        assertThat(view(access, "producer").send(message.copyTo("other").build()))
                .isNull();
    }

    /** They are records that were put aside, and no others may be put beside them. */
    @Test
    void shouldLeaveDeadLettersOfTheAuditToAdministrators() {
        var letters = Message.to("trail.reader.dlq").body("{}").build();
        var of = Map.of(TOPIC, "trail", "quarkus.penstock.security.permissions.\"trail\".send", "producer");

        assertThatThrownBy(() -> view(access(of), "producer").send(letters))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThat(view(access(of), "admin").send(letters)).isNull();
        access(Map.of(TOPIC, "t".repeat(249)));
    }

    @Test
    void shouldRefuseALimitOfTemporaryDestinationsThatIsNone() {
        var limit = "quarkus.penstock.security.max-temporary-destinations";
        access(Map.of(limit, "0"));
        for (var wrong : Set.of("-1", "65537")) {
            assertThatThrownBy(() -> access(Map.of(limit, wrong)))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessage(limit + " = " + wrong + ": choose 0 to 65536.");
        }
    }

    @Test
    void shouldLetNobodyUseTheQueueOfWebhooksButAdministratorsEvenIfAUserIsCalledLikeThem() {
        var users = Map.of("quarkus.penstock.security.users.\"admin\"", Users.hash("secret", 10_000) + " producer");
        var access = ConfiguredAccess.of(config(users), true, AuditTrail.NONE);
        var message = Message.to("penstock.webhooks").body("{}").build();

        assertThatThrownBy(() -> view(access, "producer", "operator").send(message))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> view(access, "producer")
                        .send(message.copyTo("penstock.webhooks.dlq").build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThat(view(access, "admin").send(message)).isNull();
        assertThat(view(access, "producer").send(message.copyTo("other").build()))
                .isNull();
    }

    @Test
    void shouldLetThoseSendToTheTopicOfTheAuditWhomAPermissionOfItsNameNames() {
        var access = access(Map.of(TOPIC, "trail", "quarkus.penstock.security.permissions.\"trail\".send", "producer"));

        assertThat(view(access, "producer").send(Message.to("trail").body("{}").build()))
                .isNull();
    }

    /** An environment variable has no other way to say either. */
    @Test
    void shouldTakeAFileThatIsNamedByTheEnvironmentForNoUser(@TempDir Path directory) {
        var file = directory.resolve("users.properties");
        UserFile.at(file).change(users -> users.with("ada", "secret", Set.of("producer"), 10_000));
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new EnvConfigSource(Map.of("QUARKUS_PENSTOCK_SECURITY_USERS_FILE", file.toString()), 300))
                .build()
                .getConfigMapping(PenstockConfig.class)
                .security();

        assertThat(ConfiguredAccess.of(config, false, AuditTrail.NONE).users().names())
                .containsExactly("ada");
    }
}
