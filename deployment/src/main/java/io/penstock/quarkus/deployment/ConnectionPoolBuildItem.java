package io.penstock.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

import java.util.function.Function;
import jakarta.jms.ConnectionFactory;

/**
 * Carries the wrapper that an extension with a connection pool puts around connection factories. The class of that
 * extension's own build item may be absent from the application.
 */
public final class ConnectionPoolBuildItem extends SimpleBuildItem {

    private final Function<ConnectionFactory, Object> wrapper;

    ConnectionPoolBuildItem(Function<ConnectionFactory, Object> wrapper) {
        this.wrapper = wrapper;
    }

    Function<ConnectionFactory, Object> wrapper() {
        return wrapper;
    }
}
