/** Sending: from a message to an append to the log. */
package io.penstock.broker.send;
