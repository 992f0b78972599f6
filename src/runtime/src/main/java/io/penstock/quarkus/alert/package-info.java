/** Alerts as they are configured, and the webhooks that tell of them. */
package io.penstock.quarkus.alert;
