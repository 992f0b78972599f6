/** Operations are what an operator does by hand: puts back or throws away dead letters, purges, and browses. */
package io.penstock.broker.operation;
