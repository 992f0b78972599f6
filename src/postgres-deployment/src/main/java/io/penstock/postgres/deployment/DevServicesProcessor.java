package io.penstock.postgres.deployment;

import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.logging.LogCleanupFilterBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;

/**
 * Starts a PostgreSQL in development and tests, if the application has the inbox and names no database. In development
 * it goes on over live reloads, until its settings change.
 */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
class DevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(DevServicesProcessor.class);

    /** What says that the application has a database, or wants none. */
    private static final List<String> CHOICES = List.of("jdbc.url", "url", "reactive.url", "active");

    @BuildStep
    EmbeddedDatabaseBuildItem decide(
            DevServicesBuildTimeConfig config,
            DataSourcesBuildTimeConfig dataSources,
            DevServicesConfig devServices,
            OutputTargetBuildItem output) {
        if (!config.enabled() || !isWanted(dataSources)) {
            return null;
        }
        var problem = EmbeddedDatabase.problem();
        if (problem.isPresent()) {
            LOG.warn(problem.get());
            return null;
        }
        var user = ConfigUtils.getFirstOptionalValue(keys("username"), String.class);
        return new EmbeddedDatabaseBuildItem(new EmbeddedDatabase.Settings(
                output.getOutputDirectory()
                        .resolve("penstock-postgres")
                        .toAbsolutePath()
                        .toString(),
                user.orElse(EmbeddedDatabase.OWNER),
                devServices.timeout().orElse(EmbeddedDatabase.PATIENCE)));
    }

    private static boolean isWanted(DataSourcesBuildTimeConfig dataSources) {
        var dataSource = dataSources.dataSources().get(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        if (dataSource != null) {
            var kind = dataSource.dbKind().map(DatabaseKind::normalize);
            if (dataSource.devservices().enabled().isPresent()
                    || kind.isPresent() && !kind.get().equals(DatabaseKind.POSTGRESQL)) {
                return false;
            }
        }
        return CHOICES.stream().noneMatch(choice -> ConfigUtils.isAnyPropertyPresent(keys(choice)));
    }

    private static List<String> keys(String property) {
        return DataSourceUtil.dataSourcePropertyKeys(DataSourceUtil.DEFAULT_DATASOURCE_NAME, property);
    }

    /** Tells the Dev Service of Quarkus, which would ask for a container, that the default datasource is served. */
    @BuildStep
    DevServicesDatasourceConfigurationHandlerBuildItem keepContainersAway(
            Optional<EmbeddedDatabaseBuildItem> database) {
        return new DevServicesDatasourceConfigurationHandlerBuildItem(
                DatabaseKind.POSTGRESQL,
                (dataSource, running) -> Map.of(),
                dataSource -> Map.of(),
                dataSource -> database.isPresent() && DataSourceUtil.isDefault(dataSource));
    }

    @BuildStep
    void start(
            Optional<EmbeddedDatabaseBuildItem> database,
            BuildProducer<DevServicesResultBuildItem> services,
            BuildProducer<LogCleanupFilterBuildItem> logs) {
        if (database.isEmpty()) {
            return;
        }
        var settings = database.get().settings();
        logs.produce(new LogCleanupFilterBuildItem(
                EmbeddedPostgres.class.getName(), Level.FINE, "Detected a ", "Postgres binaries at "));
        logs.produce(new LogCleanupFilterBuildItem(
                DefaultPostgresBinaryResolver.class.getName(), Level.FINE, "Detected distribution", "System specific"));
        services.produce(DevServicesResultBuildItem.<EmbeddedDatabase>owned()
                .feature(PostgresProcessor.FEATURE)
                .description("PostgreSQL without a container")
                .serviceConfig(settings.toString())
                .startable(() -> new EmbeddedDatabase(settings))
                .configProvider(properties())
                .build());
    }

    private static Map<String, Function<EmbeddedDatabase, String>> properties() {
        return Map.of(
                "quarkus.datasource.jdbc.url", EmbeddedDatabase::getConnectionInfo,
                "quarkus.datasource.username", EmbeddedDatabase::user,
                "quarkus.datasource.password", EmbeddedDatabase::password);
    }
}
