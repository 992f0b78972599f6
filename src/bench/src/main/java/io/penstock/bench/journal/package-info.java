/** These benchmarks measure the log alone. */
package io.penstock.bench.journal;
