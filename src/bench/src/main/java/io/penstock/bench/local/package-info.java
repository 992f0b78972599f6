/** Servers that are no part of Penstock, started on this machine for as long as somebody needs them. */
package io.penstock.bench.local;
