/**
 * Measures the server over HTTP on loopback. The client is a few sockets and one thread, since it shares the processors
 * with the server.
 */
package io.penstock.bench.http;
