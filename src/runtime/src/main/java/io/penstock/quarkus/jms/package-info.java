/**
 * A container gives Jakarta Messaging to code: {@link io.penstock.quarkus.jms.JmsNames} says what a JNDI name means,
 * {@link io.penstock.quarkus.jms.ConnectionFactories} and {@link io.penstock.quarkus.jms.InjectedContexts} make what is
 * injected, and {@link io.penstock.quarkus.jms.JmsResources} hands it out.
 */
package io.penstock.quarkus.jms;
