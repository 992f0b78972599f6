/**
 * A benchmark measures by plans, windows of time, meters and results. Scenarios of all kinds use this package.
 */
package io.penstock.bench.measure;
