/**
 * What makes tests of this project fast and deterministic: a clock that tests move, seeds, and values from the edges.
 */
package io.penstock.conformance.tool;
