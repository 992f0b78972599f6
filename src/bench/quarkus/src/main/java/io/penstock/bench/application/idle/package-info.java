/** Two hundred listeners that have nothing to do. */
package io.penstock.bench.application.idle;
