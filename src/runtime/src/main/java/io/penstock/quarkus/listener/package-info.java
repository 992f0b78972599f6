/**
 * Listener methods and message-driven beans are called here, in one way: {@link
 * io.penstock.quarkus.listener.ListenerDefinition} (what the build found) becomes a {@code ListenerPlan} (what
 * configuration makes of it), which a {@code ListenerContainer} runs with one {@code Lane} a consumer; a lane makes a
 * {@code MethodCall} or a {@code MessageDrivenCall} of each delivery and settles it.
 */
package io.penstock.quarkus.listener;
