/**
 * A message as a record of the log: how it is encoded and decoded, which rules it must keep, and what a filter sees
 * of it.
 */
package io.penstock.broker.record;
