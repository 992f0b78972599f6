package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of one webhook: who is told by HTTP when an alert fires or is resolved. */
@ConfigGroup
public interface WebhookConfig {

    /**
     * The address that is called with POST: an {@code http} or {@code https} URL with a host, without user and
     * fragment. What stands behind the host is never shown, since it may be a secret.
     */
    Optional<String> url();

    /**
     * The secret by which calls are signed: at least 16 characters, or {@code whsec_} and at least 16 bytes as Base64.
     * It is never shown.
     */
    Optional<String> secret();

    /**
     * The names of the alerts that the webhook is called for. By default it is called for all of them, those of
     * subscriptions included.
     */
    Optional<List<String>> alerts();

    /** The time within which the call has to be answered: 1 second to 1 minute. */
    @WithDefault("10s")
    @WithConverter(WrittenDuration.class)
    Duration timeout();
}
