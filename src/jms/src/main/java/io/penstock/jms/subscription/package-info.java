/** Subscriptions have names, selectors, and clients with identifiers. */
package io.penstock.jms.subscription;
