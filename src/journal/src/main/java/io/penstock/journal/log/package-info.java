/** The log joins a young journal and an old archive, and its ageing moves records from one to the other. */
package io.penstock.journal.log;
