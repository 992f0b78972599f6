/** Makes destinations and subscriptions exist, and checks what is asked for before anything is written. */
package io.penstock.broker.declaration;
