/**
 * Gives applications a Jakarta Messaging 3.1 provider over any {@link io.penstock.Broker}.
 *
 * <p>The classic API (connection, session, producer, consumer) is the core; the simplified API ({@code JMSContext})
 * uses it. Section numbers in comments are those of the Jakarta Messaging 3.1 specification. What is not implemented is
 * refused with an exception that says so.
 */
package io.penstock.jms;
