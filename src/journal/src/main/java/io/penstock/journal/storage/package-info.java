/** Where the log's bytes lie: files by name, read and written by position, forced. A test can stand in for the disk. */
package io.penstock.journal.storage;
