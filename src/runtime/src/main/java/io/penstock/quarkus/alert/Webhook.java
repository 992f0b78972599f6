package io.penstock.quarkus.alert;

import io.penstock.AlertState;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.Setting;
import io.penstock.quarkus.config.WebhookConfig;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A webhook as it is configured. Its text shows nothing that might be secret. */
final class Webhook {

    static final String ROOT = "quarkus.penstock.webhooks";

    /** What a secret begins with whose rest is Base64, as Standard Webhooks has it. */
    private static final String CODED = "whsec_";

    private static final int MIN_SECRET = 16;
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    /** A name is part of keys and of metrics. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final String name;
    private final URI url;
    private final byte[] secret;
    private final Optional<Set<String>> alerts;
    private final Duration timeout;

    private Webhook(String name, URI url, byte[] secret, Optional<Set<String>> alerts, Duration timeout) {
        this.name = name;
        this.url = url;
        this.secret = secret;
        this.alerts = alerts;
        this.timeout = timeout;
    }

    /** @throws PenstockException.InvalidConfiguration if a setting is invalid; it names the property, and no secret */
    static Webhook of(String name, WebhookConfig config) {
        var setting = Setting.entry(ROOT, name);
        if (!NAME.matcher(name).matches()) {
            throw setting.wrong(new PenstockException.InvalidConfiguration(
                    "the name of a webhook has 1 to 100 letters, digits, '.', '_' and '-' of ASCII."));
        }
        return new Webhook(
                name,
                url(setting.of("url"), config.url().orElse("")),
                secret(setting.of("secret"), config.secret().orElse("")),
                config.alerts().map(Set::copyOf),
                setting.of("timeout").within(config.timeout(), MIN_TIMEOUT, MAX_TIMEOUT));
    }

    private static URI url(Setting setting, String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw hidden(setting, "it is no URL");
        }
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme)) {
            throw hidden(setting, "it does not begin with http:// or https://");
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            throw hidden(setting, "it has no valid host and port");
        }
        if (url.getRawUserInfo() != null) {
            throw hidden(setting, "it has a user: calls are signed, and log in nowhere");
        }
        if (url.getRawFragment() != null) {
            throw hidden(setting, "it has a fragment, which no server is told");
        }
        return url;
    }

    /** What is wrong is not shown, since it may have a password or a token. */
    private static PenstockException hidden(Setting setting, String problem) {
        return new PenstockException.InvalidConfiguration(setting.property() + " (not shown): " + problem
                + ". Use an address such as https://alerts.example.com/penstock.");
    }

    private static byte[] secret(Setting setting, String text) {
        byte[] secret;
        try {
            secret = text.startsWith(CODED)
                    ? Base64.getDecoder().decode(text.substring(CODED.length()))
                    : text.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PenstockException.InvalidConfiguration(
                    setting.property() + " (not shown): what follows '" + CODED + "' is no Base64.");
        }
        if (secret.length < MIN_SECRET) {
            throw new PenstockException.InvalidConfiguration(setting.property() + " (not shown): it has "
                    + secret.length + " bytes: choose at least " + MIN_SECRET + ", by chance.");
        }
        return secret;
    }

    String name() {
        return name;
    }

    URI url() {
        return url;
    }

    /** The address without what stands behind the host. */
    String host() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    byte[] secret() {
        return secret;
    }

    Duration timeout() {
        return timeout;
    }

    boolean isFor(AlertState alert) {
        return alerts.map(names -> names.contains(alert.rule().name())).orElse(true);
    }

    @Override
    public String toString() {
        return "webhook '" + name + "' at " + host();
    }
}
