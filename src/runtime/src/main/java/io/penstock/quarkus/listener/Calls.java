package io.penstock.quarkus.listener;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.jms.ContainerMessages;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jms.ConfiguredJms;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.Config;

import java.time.InstantSource;
import java.util.function.Supplier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes the {@link Call} of each listener: a method call, or a call of a message-driven bean. */
@Singleton
public class Calls {

    private final Broker broker;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final JtaTransactions transactions;
    private final ContainerMessages messages;
    private final Config properties;

    @Inject
    Calls(
            @OutsideTransaction Broker broker,
            ObjectMapper mapper,
            Vertx vertx,
            JtaTransactions transactions,
            PenstockConfig config,
            Config properties) {
        this.broker = broker;
        this.mapper = mapper;
        this.vertx = vertx;
        this.transactions = transactions;
        this.properties = properties;
        messages = new ContainerMessages(ConfiguredJms.options(config.jms()), InstantSource.system());
    }

    /**
     * Makes the calls of a listener's consumers. Each consumer of a bean gets a call of its own; all consumers of a
     * method share one.
     */
    Supplier<Call> of(Source source, Destination destination) {
        var request = new DeliveryRequest(vertx.getOrCreateContext());
        if (source instanceof MessageDrivenBean bean) {
            int timeout = bean.timeout().in(property -> properties.getOptionalValue(property, String.class));
            return () -> of(bean, timeout, destination, request);
        }
        var call = of((Listener) source, request);
        return () -> call;
    }

    private MethodCall of(Listener listener, DeliveryRequest request) {
        var definition = listener.definition();
        return new MethodCall(
                definition,
                new Arguments(definition.parameters(), listener.payloadType(), mapper),
                listener.invoker().getValue(),
                Arc.container().bean(listener.bean()),
                request);
    }

    private MessageDrivenCall of(
            MessageDrivenBean bean, int timeoutSeconds, Destination destination, DeliveryRequest request) {
        return new MessageDrivenCall(
                new BeanInstance(bean.definition().name(), bean.bean()),
                bean.demarcation(),
                timeoutSeconds,
                destination.isQueue() ? new PenstockQueue(destination.name()) : new PenstockTopic(destination.name()),
                messages,
                request,
                transactions,
                broker);
    }
}
