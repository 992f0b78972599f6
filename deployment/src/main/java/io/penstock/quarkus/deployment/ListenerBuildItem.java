package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.ListenerDefinition;
import io.quarkus.arc.processor.InvokerInfo;
import io.quarkus.builder.item.MultiBuildItem;
import org.jboss.jandex.Type;

/** Carries a listener method that has passed all checks, with the bean that has it. */
final class ListenerBuildItem extends MultiBuildItem {

    private final ListenerDefinition definition;
    private final Type payload;
    private final Type result;
    private final String bean;
    private final InvokerInfo invoker;

    ListenerBuildItem(ListenerDefinition definition, Type payload, Type result, String bean, InvokerInfo invoker) {
        this.definition = definition;
        this.payload = payload;
        this.result = result;
        this.bean = bean;
        this.invoker = invoker;
    }

    ListenerDefinition definition() {
        return definition;
    }

    /** The type that JSON is read into; null if none is. */
    Type payload() {
        return payload;
    }

    /** The type of what is sent of its results; null if nothing is. */
    Type result() {
        return result;
    }

    /** The identifier of the bean in the container. */
    String bean() {
        return bean;
    }

    InvokerInfo invoker() {
        return invoker;
    }
}
