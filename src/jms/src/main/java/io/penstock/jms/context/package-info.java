/** The simplified interfaces: contexts, and their consumers and producers. */
package io.penstock.jms.context;
