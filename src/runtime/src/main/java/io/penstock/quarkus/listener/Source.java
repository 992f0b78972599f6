package io.penstock.quarkus.listener;

/** A listener method or a message-driven bean of the application: what messages are delivered to. */
sealed interface Source permits Listener, MessageDrivenBean {

    ListenerDefinition definition();
}
