/**
 * Calls listener methods and message-driven beans, both in one way. A
 * {@link io.penstock.quarkus.listener.ListenerDefinition} (what the build found) becomes a {@code ListenerPlan} (with
 * the values of the configuration). A {@code ListenerContainer} runs it with one {@code Lane} for each consumer. A lane
 * makes a {@code MethodCall} or a {@code MessageDrivenCall} of each delivery, or of a batch, and has what comes of it
 * settled by a {@code CallSettlement}. {@link io.penstock.quarkus.listener.Listeners} is what applications see of it.
 */
package io.penstock.quarkus.listener;
