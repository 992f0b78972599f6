/** Tracing makes a span of each message that a channel sends or processes, if the application has OpenTelemetry. */
package io.penstock.connector.tracing;
