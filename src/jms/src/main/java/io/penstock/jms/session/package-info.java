/** Connections, sessions, consumers and producers of the classic interfaces. */
package io.penstock.jms.session;
