/** Names of subscriptions, client identifiers and message selectors. */
package io.penstock.jms.subscription;
