/**
 * The SPI is what only an engine or a front door calls, and applications do not: messages and receipts with the parts
 * that no sender may set, the scope of a handler, forwarding to another broker, counting who sends, pulling over a
 * pushing consumer, and the codec of objects.
 */
@NullMarked
package io.penstock.spi;

import org.jspecify.annotations.NullMarked;
