package io.penstock.quarkus.jms;

import io.penstock.PenstockException;
import io.penstock.jms.ContainerMessages;
import io.penstock.jms.security.Users;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.config.PenstockConfig.JmsConfig;
import io.penstock.quarkus.config.Setting;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Makes the options of Jakarta Messaging from the configuration. */
public final class ConfiguredJms {

    private ConfiguredJms() {}

    /**
     * Checks the settings and makes the options.
     *
     * @throws PenstockException.InvalidConfiguration if the hash of a user's password or the name of a trusted class is
     *     invalid; the message names the property, and does not show the hash
     */
    public static JmsOptions options(JmsConfig config) {
        config.users().forEach(ConfiguredJms::requireHash);
        config.trustedClasses().orElse(List.of()).forEach(ConfiguredJms::requirePattern);
        return JmsOptions.DEFAULT
                .withUsers(Users.of(config.users()))
                .withAllowAnonymous(config.allowAnonymous())
                .withAutoDeclare(config.autoDeclare())
                .withTrustedClasses(config.trustedClasses().orElse(List.of()));
    }

    private static void requireHash(String user, String hash) {
        try {
            Users.of(Map.of(user, hash));
        } catch (PenstockException.InvalidConfiguration e) {
            throw Setting.entry("quarkus.penstock.jms.users", user).wrong(e);
        }
    }

    private static void requirePattern(String pattern) {
        try {
            new ContainerMessages(JmsOptions.DEFAULT.withTrustedClasses(List.of(pattern)), InstantSource.system());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new Setting("quarkus.penstock.jms.trusted-classes").wrong(pattern, e.getMessage());
        }
    }
}
