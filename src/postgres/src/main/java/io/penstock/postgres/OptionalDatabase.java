package io.penstock.postgres;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;
import java.util.Map;

/**
 * Lets an application start without a database if it says so: with {@value #OPTIONAL} and no JDBC URL, Hibernate ORM's
 * default persistence unit is inactive, like its datasource. Quarkus leaves the datasource inactive by itself, and then
 * refuses to start because of the persistence unit; for an application that needs its database that is right.
 */
public final class OptionalDatabase implements ConfigSourceFactory {

    static final String OPTIONAL = "penstock.postgres.optional";

    /**
     * The ordinal of this source, below everything that a person writes: an explicit setting of the persistence unit
     * wins.
     */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (isTrue(context, OPTIONAL) && isMissing(context, "quarkus.datasource.jdbc.url")) {
            return List.of(new PropertiesConfigSource(
                    Map.of("quarkus.hibernate-orm.active", "false"), OptionalDatabase.class.getName(), ORDINAL));
        }
        return List.of();
    }

    private static boolean isTrue(ConfigSourceContext context, String property) {
        var value = context.getValue(property);
        return value != null && Boolean.parseBoolean(value.getValue());
    }

    private static boolean isMissing(ConfigSourceContext context, String property) {
        var value = context.getValue(property);
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }
}
