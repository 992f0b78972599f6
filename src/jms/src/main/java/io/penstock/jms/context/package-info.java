/** The simplified API: contexts, and their consumers and producers, which use the classic API. */
package io.penstock.jms.context;
