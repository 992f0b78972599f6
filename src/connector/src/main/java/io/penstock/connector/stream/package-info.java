/**
 * Stream is how messages get from the broker into a stream of Reactive Messaging and are settled: what is asked for,
 * what waits, what is accepted together, and what several subscribers make of one message.
 */
package io.penstock.connector.stream;
