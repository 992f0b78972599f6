/** The classic interfaces are implemented here: connections, sessions, consumers and producers. */
package io.penstock.jms.session;
