package io.penstock.postgres;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;
import java.util.Map;

/**
 * Lets an application start without a database if it says so: with {@value #OPTIONAL} (or {@value #SHORT_OPTIONAL}) and
 * no JDBC URL, Hibernate ORM's default persistence unit is inactive, like its datasource. Quarkus leaves the datasource
 * inactive by itself, and then refuses to start because of the persistence unit; for an application that needs its
 * database that is right.
 */
public final class OptionalDatabase implements ConfigSourceFactory {

    static final String OPTIONAL = "quarkus.penstock.postgres.optional";
    static final String SHORT_OPTIONAL = "penstock.postgres.optional";

    private static final String URL = "quarkus.datasource.jdbc.url";

    /**
     * The ordinal of this source, below everything that a person writes: an explicit setting of the persistence unit
     * wins.
     */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (isOptional(context)) {
            // Said in both cases: what was true when the application was built is otherwise the default at run time.
            var isActive = Boolean.toString(!isMissing(context.getValue(URL)));
            return List.of(new PropertiesConfigSource(
                    Map.of("quarkus.hibernate-orm.active", isActive), OptionalDatabase.class.getName(), ORDINAL));
        }
        return List.of();
    }

    /**
     * Reads both names, since this runs before the mappings exist, and in applications without the extension that makes
     * them one. If both are set, the order of their sources decides, and within one source the long name.
     */
    private static boolean isOptional(ConfigSourceContext context) {
        var value = context.getValue(OPTIONAL);
        var shortened = context.getValue(SHORT_OPTIONAL);
        if (isMissing(value)
                || !isMissing(shortened) && shortened.getConfigSourceOrdinal() > value.getConfigSourceOrdinal()) {
            value = shortened;
        }
        return !isMissing(value) && Boolean.parseBoolean(value.getValue());
    }

    private static boolean isMissing(ConfigValue value) {
        return value == null || value.getValue() == null || value.getValue().isBlank();
    }
}
