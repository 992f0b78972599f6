package io.penstock.quarkus.jms;

import io.penstock.jms.security.Users;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.PenstockConfig.JmsConfig;

import java.util.List;

/** What the configuration says of Jakarta Messaging. */
public final class ConfiguredJms {

    private ConfiguredJms() {}

    /** @throws io.penstock.PenstockException.InvalidConfiguration if a user's hash or a class's name is none */
    public static JmsOptions options(JmsConfig config) {
        return JmsOptions.DEFAULT
                .withUsers(Users.of(config.users()))
                .withAllowAnonymous(config.allowAnonymous())
                .withTrustedClasses(config.trustedClasses().orElse(List.of()));
    }
}
