/**
 * The extension at build time. Listener methods are found, read and checked ({@link
 * io.penstock.quarkus.deployment.ListenerReader}), get a generated invoker, and are recorded for
 * {@code io.penstock.quarkus.listener}. Every mistake that can be seen here fails the build.
 */
package io.penstock.quarkus.deployment;
