/** Benchmarks of the embedded broker. */
package io.penstock.bench.broker;
