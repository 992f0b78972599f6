/** What an operator does by hand: puts back or discards dead letters, purges, and browses. */
package io.penstock.broker.operation;
