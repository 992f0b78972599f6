/** What an operator does by hand: dead letters put back or thrown away, purges, and browsing. */
package io.penstock.broker.operation;
