/** Makes an append to the log from a message, or from several. */
package io.penstock.broker.send;
