/**
 * A small application with queues and a database, for tests that kill it: it stores each order that it is sent, once
 * through the inbox and once without.
 */
package io.penstock.it.app;
