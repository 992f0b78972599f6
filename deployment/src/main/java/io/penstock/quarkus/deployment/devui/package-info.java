/** The card of the extension in the Dev UI of Quarkus. */
package io.penstock.quarkus.deployment.devui;
