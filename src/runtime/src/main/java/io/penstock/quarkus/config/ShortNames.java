package io.penstock.quarkus.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

import jakarta.annotation.Priority;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets every property {@code quarkus.penstock.x} be written {@code penstock.x} as well, and {@code PENSTOCK_X} in the
 * environment. If both are set, the one whose source comes first in the order of MicroProfile Config applies; in the
 * same source, the long one.
 *
 * <p>The short names cover what {@link PenstockConfig} and the inbox have. Other names below {@code penstock.} belong to
 * the application, such as {@code penstock.http} of the server.
 */
@Priority(Priorities.LIBRARY + 600)
public final class ShortNames implements ConfigSourceInterceptor {

    /** What all properties of the extension begin with. */
    public static final String LONG = "quarkus.penstock.";

    /** What the short form of a property begins with. */
    public static final String SHORT = "penstock.";

    private static final long serialVersionUID = 1L;

    /** The first part of every property that has a short form. */
    static final Set<String> SECTIONS = Set.of(
            "archive",
            "data",
            "destinations",
            "drain-timeout",
            "durability",
            "jms",
            "journal",
            "listeners",
            "max-message-size",
            "max-send-wait",
            "metrics",
            "postgres",
            "schedules");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var written = context.proceed(name);
        if (!name.startsWith(LONG)) {
            return written;
        }
        var shortened = context.proceed(SHORT + name.substring(LONG.length()));
        if (shortened == null || written != null && !comesFirst(shortened, written)) {
            return written;
        }
        return shortened.withName(name);
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
