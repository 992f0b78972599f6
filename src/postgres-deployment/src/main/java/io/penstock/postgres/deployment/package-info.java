/**
 * What the build does for the inbox: its checks, what a native image needs, and a database for development and tests.
 */
package io.penstock.postgres.deployment;
