package io.penstock.postgres.deployment;

import io.penstock.postgres.InboxClaim;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.hibernate.orm.deployment.spi.AdditionalJpaModelBuildItem;

import java.util.Set;

/** Adds what every application with the inbox gets, and what a native image of it needs. */
class PostgresProcessor {

    static final String FEATURE = "penstock-postgres";

    private static final String SCRIPTS = "db/penstock/*.sql";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** The default persistence unit has the entity, whichever packages an application lists for it. */
    @BuildStep
    AdditionalJpaModelBuildItem entity() {
        return new AdditionalJpaModelBuildItem(
                InboxClaim.class.getName(), Set.of(DataSourceUtil.DEFAULT_DATASOURCE_NAME));
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
