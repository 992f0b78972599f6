/**
 * A frame is the atomic unit of the journal; this package has its format, how appends fill it, and how it is applied.
 */
package io.penstock.journal.frame;
