/** Emitters whose messages take part in the transaction of whoever sends them. */
package io.penstock.quarkus.emitter;
