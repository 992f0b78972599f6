/** Journal files: their names and headers, how they are provided and recycled, and the identity of a log. */
package io.penstock.journal.file;
