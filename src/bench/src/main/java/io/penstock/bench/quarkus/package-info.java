/** Starts applications that measure themselves, and the server that some of them need. */
package io.penstock.bench.quarkus;
