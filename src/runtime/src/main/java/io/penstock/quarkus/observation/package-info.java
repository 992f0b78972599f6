/** Observation tells logs, and whoever else wants to know, which message a handler is handling. */
package io.penstock.quarkus.observation;
