package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.ListenerDefinition;
import io.quarkus.arc.processor.InvokerInfo;
import io.quarkus.builder.item.MultiBuildItem;
import org.jboss.jandex.Type;

/** Carries a listener method that has passed all checks, with the bean that has it. */
final class ListenerBuildItem extends MultiBuildItem {

    private final ListenerDefinition definition;
    private final Type payload;
    private final String bean;
    private final InvokerInfo invoker;

    ListenerBuildItem(ListenerDefinition definition, Type payload, String bean, InvokerInfo invoker) {
        this.definition = definition;
        this.payload = payload;
        this.bean = bean;
        this.invoker = invoker;
    }

    ListenerDefinition definition() {
        return definition;
    }

    /** The type of the parameter that JSON is read into, if there is one. */
    Type payload() {
        return payload;
    }

    /** The identifier of the bean in the container. */
    String bean() {
        return bean;
    }

    InvokerInfo invoker() {
        return invoker;
    }
}
