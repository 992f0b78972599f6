/** These benchmarks measure Jakarta Messaging, here and with other providers. */
package io.penstock.bench.jms;
