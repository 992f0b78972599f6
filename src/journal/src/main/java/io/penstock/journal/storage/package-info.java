/**
 * The place where the log's bytes lie: files are found by name, read and written by position, and forced. A test can
 * stand in for the disk.
 */
package io.penstock.journal.storage;
