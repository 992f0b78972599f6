/** Senders make an append to the log of a message, or of several. */
package io.penstock.broker.send;
