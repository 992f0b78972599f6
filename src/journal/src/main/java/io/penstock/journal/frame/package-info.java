/** The frame, which is the atomic unit of the journal: its format, how appends fill it, and how it is applied. */
package io.penstock.journal.frame;
