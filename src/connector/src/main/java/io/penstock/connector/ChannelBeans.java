package io.penstock.connector;

import io.smallrye.common.annotation.Identifier;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Finds the beans of the application that channels name by their {@code @Identifier}. */
@ApplicationScoped
class ChannelBeans {

    private final Instance<PenstockFailureHandler.Factory> failureHandlers;
    private final Instance<PenstockAcknowledgementHandler.Factory> acknowledgementHandlers;
    private final Instance<DeserializationFailureHandler> deserializationHandlers;
    private final Map<String, DeserializationFailureHandler> deserialization = new ConcurrentHashMap<>();

    @Inject
    ChannelBeans(
            @Any Instance<PenstockFailureHandler.Factory> failureHandlers,
            @Any Instance<PenstockAcknowledgementHandler.Factory> acknowledgementHandlers,
            @Any Instance<DeserializationFailureHandler> deserializationHandlers) {
        this.failureHandlers = failureHandlers;
        this.acknowledgementHandlers = acknowledgementHandlers;
        this.deserializationHandlers = deserializationHandlers;
    }

    /** Lets the container make a proxy. */
    ChannelBeans() {
        this(null, null, null);
    }

    /** The handler that {@code failure-strategy} names; empty if it names one of the connector's own strategies. */
    Optional<PenstockFailureHandler> failureHandler(IncomingSettings settings) {
        var attributes = new ChannelAttributes(settings.channel());
        if (settings.ownFailureStrategy().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(find(
                        failureHandlers,
                        attributes,
                        "failure-strategy",
                        settings.failureStrategy(),
                        "use " + FailureStrategy.names() + ", or the @Identifier of a PenstockFailureHandler.Factory"
                                + " bean")
                .create(attributes.name()));
    }

    Optional<PenstockAcknowledgementHandler> acknowledgementHandler(IncomingSettings settings) {
        var attributes = new ChannelAttributes(settings.channel());
        return settings.acknowledgementHandler()
                .map(name -> find(
                                acknowledgementHandlers,
                                attributes,
                                "acknowledgement-handler",
                                name,
                                "use the @Identifier of a PenstockAcknowledgementHandler.Factory bean")
                        .create(attributes.name()));
    }

    /** Keeps the handler that the channel names for {@link #deserializationHandler}, or passes nulls on if it says so. */
    void registerDeserialization(IncomingSettings settings) {
        var attributes = new ChannelAttributes(settings.channel());
        settings.deserializationHandler()
                .map(name -> find(
                        deserializationHandlers,
                        attributes,
                        "deserialization-failure-handler",
                        name,
                        "use the @Identifier of a DeserializationFailureHandler bean"))
                .or(() -> settings.failOnDeserializationFailure()
                        ? Optional.empty()
                        : Optional.of((message, type, failure) -> null))
                .ifPresent(handler -> deserialization.put(attributes.name(), handler));
    }

    Optional<DeserializationFailureHandler> deserializationHandler(String channel) {
        return Optional.ofNullable(deserialization.get(channel));
    }

    private static <T> T find(
            Instance<T> beans, ChannelAttributes channel, String attribute, String name, String remedy) {
        var found = beans.select(Identifier.Literal.of(name));
        if (!found.isResolvable()) {
            throw channel.wrong(attribute, name, remedy);
        }
        return found.get();
    }
}
