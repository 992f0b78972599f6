package io.penstock.postgres.deployment;

import io.penstock.postgres.InboxClaim;
import io.penstock.postgres.outbox.OutboxMessage;
import io.penstock.postgres.triage.TriageChange;
import io.penstock.postgres.triage.TriageLetter;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.hibernate.orm.deployment.spi.AdditionalJpaModelBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds what every application with the inbox gets, and what a native image of it needs. */
class PostgresProcessor {

    static final String FEATURE = "penstock-postgres";

    private static final List<Class<?>> ENTITIES =
            List.of(InboxClaim.class, OutboxMessage.class, TriageLetter.class, TriageChange.class);

    /** The class by its name: without Micrometer it cannot be loaded. */
    private static final String OUTBOX_METRICS = "io.penstock.postgres.outbox.OutboxMetrics";

    private static final String SCRIPTS = "db/penstock/*.sql";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** The default persistence unit has the entities, whichever packages an application lists for it. */
    @BuildStep
    void entities(BuildProducer<AdditionalJpaModelBuildItem> models) {
        for (var entity : ENTITIES) {
            models.produce(
                    new AdditionalJpaModelBuildItem(entity.getName(), Set.of(DataSourceUtil.DEFAULT_DATASOURCE_NAME)));
        }
    }

    /** Leaves the meters out, unless the application has Micrometer and it is enabled. */
    @BuildStep
    void metrics(Optional<MetricsCapabilityBuildItem> metrics, BuildProducer<ExcludedTypeBuildItem> excluded) {
        if (metrics.isEmpty() || !metrics.get().metricsSupported(MetricsFactory.MICROMETER)) {
            excluded.produce(new ExcludedTypeBuildItem(OUTBOX_METRICS));
        }
    }

    @BuildStep
    NativeImageResourcePatternsBuildItem scripts() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob(SCRIPTS)
                .build();
    }

    @BuildStep
    ReflectiveClassBuildItem plugins() {
        return ReflectiveClassBuildItem.builder("org.flywaydb.core.extensibility.Plugin")
                .methods()
                .reason("Flyway asks its plugins by reflection whether they are enabled")
                .build();
    }
}
