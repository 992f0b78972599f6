/**
 * Penstock in a Quarkus application, at run time: configuration, the broker as a bean, and its life from start to
 * drain. Behind it: {@link io.penstock.quarkus.listener} calls annotated methods, {@code health} and {@code metrics}
 * report.
 */
package io.penstock.quarkus;
