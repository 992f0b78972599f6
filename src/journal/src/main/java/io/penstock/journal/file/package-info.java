/** Journal files with their names and headers, which are made ahead and recycled, and the identity of a log. */
package io.penstock.journal.file;
