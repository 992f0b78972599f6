/**
 * Delivers the messages of one subscription: hands out records to consumers, who settle them, and turns their
 * settlements into entries of the log.
 */
package io.penstock.broker.delivery;
