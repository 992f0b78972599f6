/** Declares destinations and subscriptions. What is asked for is checked before anything is written. */
package io.penstock.broker.declaration;
