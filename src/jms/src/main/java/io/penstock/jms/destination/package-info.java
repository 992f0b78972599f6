/** Queues and topics as Jakarta Messaging names them. */
package io.penstock.jms.destination;
