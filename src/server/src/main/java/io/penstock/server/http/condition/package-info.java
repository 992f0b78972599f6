/** Lets requests say of which state of a configured object they are, by entity tags. */
package io.penstock.server.http.condition;
