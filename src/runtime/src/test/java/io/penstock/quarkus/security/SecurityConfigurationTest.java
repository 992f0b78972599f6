package io.penstock.quarkus.security;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.security.AuditTrail;
import io.penstock.security.LoginRefused;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecurityConfigurationTest {

    /** The hash of "secret" with few rounds, so that the test is quick. */
    private static final String HASH = "scram-sha-256:10000:c0JL6pKb8Cjhf9MxZHFtZw=="
            + ":iE2yyhzpdyuuz+72P+vSuQk77IO3YuKYV6PMtLVD7fg=:0bBnjwo/wOSVhOjjzLjrArWrtFw6LkQ0izN70nya8po=";

    private static final String ADA = "quarkus.penstock.security.users.\"ada\"=" + HASH + " producer,clerk";

    private static PenstockConfig config(String... properties) {
        var values = new HashMap<String, String>();
        for (var property : properties) {
            int end = property.indexOf("=");
            values.put(property.substring(0, end).strip(), property.substring(end + 1));
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
    }

    @Test
    void shouldKnowUsersAndPermissionsOfTheConfiguration() throws LoginRefused {
        var access = ConfiguredAccess.of(
                config(ADA, "quarkus.penstock.security.permissions.\"orders.#\".send=ada,clerk")
                        .security(),
                false,
                AuditTrail.NONE);

        assertThat(access.login("ada", "secret", "").roles()).isEqualTo(Set.of("producer", "clerk"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quarkus.penstock.security.users.\"ada\"=secret | quarkus.penstock.security.users.\"ada\": The password hash of user"
                        + " 'ada' is invalid",
                "quarkus.penstock.security.users.\"a b\"=secret | quarkus.penstock.security.users.\"a b\": The name of a user is 'a b'",
                "quarkus.penstock.security.permissions.\"orders.#x\".send=ada | quarkus.penstock.security.permissions.\"orders.#x\":"
                        + " 'orders.#x' is no pattern",
                "quarkus.penstock.security.permissions.\"orders\".sendd=ada | quarkus.penstock.security.permissions.\"orders\": There is"
                        + " no action 'sendd': did you mean 'send'?",
                "quarkus.penstock.security.permissions.\"orders\".send=adda | quarkus.penstock.security.permissions: The permission to"
                        + " send at 'orders' names 'adda', which is neither a user nor a role: did you mean 'ada'?",
                "quarkus.penstock.security.users-file=/no/such/file | quarkus.penstock.security.users-file: There is no file of users"
                        + " /no/such/file",
            })
    void shouldNameThePropertyThatIsWrongAndShowNoHash(String setting, String message) {
        var config = setting.contains("users.") ? config(setting) : config(ADA, setting);

        assertThatThrownBy(() -> ConfiguredAccess.of(config.security(), false, AuditTrail.NONE))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining(HASH)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }
}
