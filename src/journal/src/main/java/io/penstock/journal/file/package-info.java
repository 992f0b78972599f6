/** Journal files have names and headers, are provided and recycled; a log has an identity. */
package io.penstock.journal.file;
