/**
 * A message is a record of the log: this package encodes and decodes it, knows the rules that it must keep, and shows
 * it to filters.
 */
package io.penstock.broker.record;
