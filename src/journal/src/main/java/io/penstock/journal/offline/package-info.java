/** Inspects and repairs a log that no broker has open. */
package io.penstock.journal.offline;
