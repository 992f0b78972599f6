/**
 * How a benchmark measures: plans, windows of time, meters and results. Scenarios of all kinds use this package.
 */
package io.penstock.bench.measure;
