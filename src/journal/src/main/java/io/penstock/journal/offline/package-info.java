/** A log that no broker has open is inspected and repaired here. */
package io.penstock.journal.offline;
