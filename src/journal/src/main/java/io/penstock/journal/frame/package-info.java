/** Frames, the atomic unit of the journal: their format, how appends fill them, and how they are applied. */
package io.penstock.journal.frame;
