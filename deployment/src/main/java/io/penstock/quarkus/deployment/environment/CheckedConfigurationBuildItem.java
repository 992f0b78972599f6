package io.penstock.quarkus.deployment.environment;

import io.quarkus.builder.item.EmptyBuildItem;

/** Says that the start has refused properties that nobody reads, so that what comes after it may act on the others. */
public final class CheckedConfigurationBuildItem extends EmptyBuildItem {}
