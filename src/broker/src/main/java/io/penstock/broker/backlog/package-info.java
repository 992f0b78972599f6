/** Counts what a subscription has not settled, in messages and bytes, and finds what of it limits may throw away. */
package io.penstock.broker.backlog;
