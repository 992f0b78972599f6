package io.penstock.connector;

import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.attribute.FailureStrategy;
import io.penstock.connector.attribute.NamedDefaults;
import io.penstock.connector.client.PenstockRebalanceListener;
import io.penstock.connector.reply.PenstockReplyFailureHandler;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

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
    private final Instance<PenstockRebalanceListener> rebalanceListeners;
    private final Instance<PenstockReplyFailureHandler> replyFailureHandlers;
    private final Instance<Map<String, Object>> defaults;
    private final Map<String, DeserializationFailureHandler> deserialization = new ConcurrentHashMap<>();

    @Inject
    ChannelBeans(
            @Any Instance<PenstockFailureHandler.Factory> failureHandlers,
            @Any Instance<PenstockAcknowledgementHandler.Factory> acknowledgementHandlers,
            @Any Instance<DeserializationFailureHandler> deserializationHandlers,
            @Any Instance<PenstockRebalanceListener> rebalanceListeners,
            @Any Instance<PenstockReplyFailureHandler> replyFailureHandlers,
            @Any Instance<Map<String, Object>> defaults) {
        this.failureHandlers = failureHandlers;
        this.acknowledgementHandlers = acknowledgementHandlers;
        this.deserializationHandlers = deserializationHandlers;
        this.rebalanceListeners = rebalanceListeners;
        this.replyFailureHandlers = replyFailureHandlers;
        this.defaults = defaults;
    }

    /** Lets the container make a proxy. */
    ChannelBeans() {
        this(null, null, null, null, null, null);
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

    /**
     * Keeps the handler that the channel names for {@link #deserializationHandler}, or passes nulls on if it says so.
     */
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

    Optional<PenstockRebalanceListener> rebalanceListener(IncomingSettings settings) {
        return settings.rebalanceListener()
                .map(name -> find(
                        rebalanceListeners,
                        new ChannelAttributes(settings.channel()),
                        "rebalance-listener",
                        name,
                        "use the @Identifier of a PenstockRebalanceListener bean"));
    }

    /** What tells which replies report a failure; nothing does without a name in {@code reply.failure-handler}. */
    PenstockReplyFailureHandler replyFailureHandler(OutgoingSettings settings) {
        return settings.replyFailureHandler()
                .map(name -> find(
                        replyFailureHandlers,
                        new ChannelAttributes(settings.channel()),
                        "reply.failure-handler",
                        name,
                        "use the @Identifier of a PenstockReplyFailureHandler bean"))
                .orElse(reply -> null);
    }

    /** Adds the attributes of the map that the channel names in {@value NamedDefaults#ATTRIBUTE}, if it names one. */
    Config withDefaults(Config attributes) {
        var name = NamedDefaults.nameOf(attributes);
        if (name.isEmpty()) {
            return attributes;
        }
        var channel = new ChannelAttributes(attributes.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class));
        var map = find(
                defaults,
                channel,
                NamedDefaults.ATTRIBUTE,
                name.get(),
                "use the @Identifier of a bean of type Map<String, Object>");
        ChannelSettings.NAMES.requireDefaults(map, name.get(), channel);
        return NamedDefaults.of(attributes, map);
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
