/** Benchmarks of Jakarta Messaging, here and with other providers. */
package io.penstock.bench.jms;
