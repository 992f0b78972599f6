/** What the build arranges around an application: its data directory, native libraries, the transaction manager. */
package io.penstock.quarkus.deployment.environment;
