/** The queues and topics of Jakarta Messaging, which are names of destinations of the broker. */
package io.penstock.jms.destination;
