package io.penstock.quarkus.listener;

/**
 * Describes a message-driven bean as the build found it. Its destination is a JNDI name, and may still be a
 * configuration expression.
 *
 * @param definition the bean as a listener
 * @param bean the identifier of the bean in the container
 * @param demarcation who begins and ends transactions
 * @param timeout the time-out of the container's transactions
 * @param typed whether the bean says of what kind its destination is, so that it is no guess
 */
public record MessageDrivenBean(
        ListenerDefinition definition, String bean, Demarcation demarcation, TransactionTimeout timeout, boolean typed)
        implements Source {

    /** Says who begins and ends transactions. */
    public enum Demarcation {
        /** The container runs each message in a transaction: {@code REQUIRED}. */
        CONTAINER,
        /** There are no transactions: {@code NOT_SUPPORTED}. */
        NONE,
        /** The bean begins and ends transactions itself. */
        BEAN
    }
}
