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
import io.vertx.core.Vertx;

import java.time.InstantSource;
import java.util.function.Supplier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes the calls of all listeners. */
@Singleton
public class Calls {

    private final Broker broker;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final JtaTransactions transactions;
    private final ContainerMessages messages;

    @Inject
    Calls(Broker broker, ObjectMapper mapper, Vertx vertx, JtaTransactions transactions, PenstockConfig config) {
        this.broker = broker;
        this.mapper = mapper;
        this.vertx = vertx;
        this.transactions = transactions;
        messages = new ContainerMessages(ConfiguredJms.options(config.jms()), InstantSource.system());
    }

    /** One for each consumer, of a bean; of a method all have the same. */
    Supplier<Call> of(Source source, Destination destination) {
        var request = new DeliveryRequest(vertx.getOrCreateContext());
        if (source instanceof MessageDrivenBean bean) {
            return () -> of(bean, destination, request);
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
                request);
    }

    private MessageDrivenCall of(MessageDrivenBean bean, Destination destination, DeliveryRequest request) {
        return new MessageDrivenCall(
                new BeanInstance(bean.definition().name(), bean.bean()),
                bean.demarcation(),
                destination.isQueue() ? new PenstockQueue(destination.name()) : new PenstockTopic(destination.name()),
                messages,
                request,
                transactions,
                broker);
    }
}
