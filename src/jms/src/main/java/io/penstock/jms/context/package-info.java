/** The simplified interfaces stand on the classic ones: contexts, and their consumers and producers. */
package io.penstock.jms.context;
