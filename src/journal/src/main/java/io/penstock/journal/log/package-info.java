/** The log: young journal and old archive as one, and the ageing that moves records from one to the other. */
package io.penstock.journal.log;
