/** Servers that are no part of Penstock, started on this machine for as long as somebody measures or tries with them. */
package io.penstock.bench.local;
