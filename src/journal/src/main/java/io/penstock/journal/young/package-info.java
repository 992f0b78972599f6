/** The journal, which is the young part of the log: it is written, read by offset, and recovered. */
package io.penstock.journal.young;
