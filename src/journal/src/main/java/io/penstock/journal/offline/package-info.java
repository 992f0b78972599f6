/** Inspection and repair of a log that no broker has open. */
package io.penstock.journal.offline;
