/** Benchmarks of the log alone. */
package io.penstock.bench.journal;
