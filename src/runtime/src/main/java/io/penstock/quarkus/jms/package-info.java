/**
 * Gives Jakarta Messaging to code that a container runs: {@link io.penstock.quarkus.jms.JmsNames} resolves JNDI names,
 * {@link io.penstock.quarkus.jms.ConnectionFactories} and {@link io.penstock.quarkus.jms.InjectedContexts} make what is
 * injected, and {@link io.penstock.quarkus.jms.JmsResources} hands it out.
 */
package io.penstock.quarkus.jms;
