/** A backlog is what a subscription has left to do, in messages and bytes, and what of it limits may throw away. */
package io.penstock.broker.backlog;
