/** The log, which joins a young journal and an old archive. Its ageing moves records from one to the other. */
package io.penstock.journal.log;
