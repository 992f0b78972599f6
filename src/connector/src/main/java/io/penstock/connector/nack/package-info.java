/** Nack says what may be added to a nack: what becomes of this one message, whatever the channel does with others. */
package io.penstock.connector.nack;
