/** These benchmarks measure the embedded broker. */
package io.penstock.bench.broker;
