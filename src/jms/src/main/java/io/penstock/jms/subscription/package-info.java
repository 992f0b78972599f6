/** The subscriptions of JMS clients: their names, selectors and client identifiers. */
package io.penstock.jms.subscription;
