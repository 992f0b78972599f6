/**
 * Encodes messages as records of the log and decodes them, checks the rules for messages, and shows records to filters.
 */
package io.penstock.broker.record;
