package io.penstock.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

import java.util.function.Function;
import jakarta.jms.ConnectionFactory;

/** What another extension puts around connection factories, in words of our own: its class may be absent. */
public final class ConnectionPoolBuildItem extends SimpleBuildItem {

    private final Function<ConnectionFactory, Object> wrapper;

    ConnectionPoolBuildItem(Function<ConnectionFactory, Object> wrapper) {
        this.wrapper = wrapper;
    }

    Function<ConnectionFactory, Object> wrapper() {
        return wrapper;
    }
}
