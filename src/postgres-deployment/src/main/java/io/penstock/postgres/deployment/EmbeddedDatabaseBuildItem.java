package io.penstock.postgres.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** The PostgreSQL that is to run beside the application. Without this item there is none. */
final class EmbeddedDatabaseBuildItem extends SimpleBuildItem {

    private final EmbeddedDatabase.Settings settings;

    EmbeddedDatabaseBuildItem(EmbeddedDatabase.Settings settings) {
        this.settings = settings;
    }

    EmbeddedDatabase.Settings settings() {
        return settings;
    }
}
