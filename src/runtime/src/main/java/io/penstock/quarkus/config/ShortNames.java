package io.penstock.quarkus.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import jakarta.annotation.Priority;

/**
 * Lets every property {@code quarkus.penstock.x} be written {@code penstock.x} as well, and {@code PENSTOCK_X} in the
 * environment. If both are set, the one whose source comes first in the order of MicroProfile Config applies; in the
 * same source, the long one. Whoever reads either name gets that value.
 *
 * <p>The short names cover what {@link PenstockConfig} and the extension for PostgreSQL have. Other names below
 * {@code penstock.} belong to the application, such as {@code penstock.http} of the server.
 *
 * <p>The priority is below that of expressions, which ask whoever is below them for what they name, and above that of
 * profiles, which know both names.
 */
@Priority(Priorities.LIBRARY + 250)
public final class ShortNames implements ConfigSourceInterceptor {

    /** What all properties of the extension begin with. */
    public static final String LONG = "quarkus.penstock.";

    /** What the short form of a property begins with. */
    public static final String SHORT = "penstock.";

    private static final long serialVersionUID = 1L;

    /** The first part of every property that has a short form. */
    static final Set<String> SECTIONS = Set.of(
            "alerts",
            "archive",
            "data",
            "destinations",
            "devservices",
            "drain-timeout",
            "durability",
            "engine",
            "jms",
            "journal",
            "kafka",
            "listeners",
            "max-message-size",
            "max-send-wait",
            "metrics",
            "outbox",
            "postgres",
            "remote",
            "schedules",
            "security",
            "serve",
            "triage",
            "webhooks");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (name.startsWith(LONG)) {
            var shortened = context.proceed(SHORT + name.substring(LONG.length()));
            return shortened != null && (value == null || comesFirst(shortened, value))
                    ? shortened.withName(name)
                    : value;
        }
        if (isShort(name)) {
            var full = context.proceed(longName(name));
            return full != null && (value == null || !comesFirst(value, full)) ? full.withName(name) : value;
        }
        return value;
    }

    private static boolean comesFirst(ConfigValue value, ConfigValue other) {
        return value.getConfigSourceOrdinal() > other.getConfigSourceOrdinal();
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        var names = new LinkedHashSet<String>();
        context.iterateNames().forEachRemaining(name -> {
            names.add(name);
            if (isShort(name)) {
                names.add(longName(name));
            }
        });
        return names.iterator();
    }

    /** Whether a property is the short form of one of the extension's. */
    static boolean isShort(String name) {
        if (!name.startsWith(SHORT)) {
            return false;
        }
        int end = name.indexOf('.', SHORT.length());
        return SECTIONS.contains(name.substring(SHORT.length(), end < 0 ? name.length() : end));
    }

    static String longName(String shortName) {
        return LONG + shortName.substring(SHORT.length());
    }
}
