/**
 * The build steps of the extension. They find, read and check listener methods
 * ({@link io.penstock.quarkus.deployment.ListenerReader}), generate the code that calls them, and record them for
 * {@code io.penstock.quarkus.listener}. Every mistake that can be seen here fails the build.
 */
package io.penstock.quarkus.deployment;
