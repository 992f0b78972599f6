package io.penstock.quarkus.jms;

import io.penstock.PenstockException;
import io.penstock.jms.ContainerMessages;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.config.PenstockConfig.JmsConfig;
import io.penstock.quarkus.config.Setting;

import java.time.InstantSource;
import java.util.List;

/** Makes the options of Jakarta Messaging from the configuration. */
public final class ConfiguredJms {

    private ConfiguredJms() {}

    /**
     * Checks the settings and makes the options.
     *
     * @throws PenstockException.InvalidConfiguration if the name of a trusted class is invalid; the message names the
     *     property
     */
    public static JmsOptions options(JmsConfig config) {
        config.trustedClasses().orElse(List.of()).forEach(ConfiguredJms::requirePattern);
        return JmsOptions.DEFAULT
                .withAllowAnonymous(config.allowAnonymous())
                .withAutoDeclare(config.autoDeclare())
                .withTrustedClasses(config.trustedClasses().orElse(List.of()));
    }

    private static void requirePattern(String pattern) {
        try {
            new ContainerMessages(JmsOptions.DEFAULT.withTrustedClasses(List.of(pattern)), InstantSource.system());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new Setting("quarkus.penstock.jms.trusted-classes").wrong(pattern, e.getMessage());
        }
    }
}
