/** How much a subscription has left to do, in messages and bytes, and what of it limits may have thrown away. */
package io.penstock.broker.backlog;
