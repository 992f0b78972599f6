package io.penstock.quarkus.listener;

/**
 * A message-driven bean. Its destination is a JNDI name, and may still be a configuration expression.
 *
 * @param bean by which the container finds it
 * @param timeout of the container's transactions
 * @param typed whether the destination's kind is what the bean says, and not a guess
 */
public record MessageDrivenBean(
        ListenerDefinition definition, String bean, Demarcation demarcation, TransactionTimeout timeout, boolean typed)
        implements Source {

    /** Who says where transactions begin and end. */
    public enum Demarcation {
        /** The container, around each message: {@code REQUIRED}. */
        CONTAINER,
        /** Nobody: {@code NOT_SUPPORTED}. */
        NONE,
        /** The bean. */
        BEAN
    }
}
