/** The classic API: connections, sessions, consumers, producers and browsers. */
package io.penstock.jms.session;
