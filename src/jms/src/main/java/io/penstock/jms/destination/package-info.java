/** Queues and topics are named here as Jakarta Messaging names them. */
package io.penstock.jms.destination;
