/** Declarations make destinations and subscriptions exist; what is asked for is checked before anything is written. */
package io.penstock.broker.declaration;
