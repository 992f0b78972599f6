package io.penstock.quarkus.listener;

/** Something of the application that wants messages. */
sealed interface Source permits Listener, MessageDrivenBean {

    ListenerDefinition definition();
}
