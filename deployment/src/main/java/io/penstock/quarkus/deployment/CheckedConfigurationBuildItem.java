package io.penstock.quarkus.deployment;

import io.quarkus.builder.item.EmptyBuildItem;

/** Says that the start has refused properties that nobody reads, so that what comes after it may act on the others. */
final class CheckedConfigurationBuildItem extends EmptyBuildItem {}
