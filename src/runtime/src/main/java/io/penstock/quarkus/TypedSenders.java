package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.TypedSender;
import io.penstock.quarkus.jta.JtaBroker;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.listener.ConfigExpressions;
import io.penstock.quarkus.payload.JsonCodec;
import io.penstock.spi.CodecSender;
import io.penstock.spi.PayloadCodec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Predicate;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Produces the senders that {@link SendsTo} asks for, and declares the queues that they send to. This bean needs no
 * broker itself.
 */
@Singleton
public class TypedSenders {

    private final SenderRegistry registry;
    private final ConfigExpressions expressions;

    @Inject
    TypedSenders(SenderRegistry registry, ConfigExpressions expressions) {
        this.registry = registry;
        this.expressions = expressions;
    }

    /**
     * Makes the sender that an injection point asks for, on the broker of the application. What it sends is part of the
     * calling thread's transaction, unless the injection point asks for a sender outside of it.
     */
    @Produces
    @Dependent
    @SendsTo("")
    @OutsideTransaction
    <T> TypedSender<T> sender(
            InjectionPoint point, @OutsideTransaction Broker broker, JtaTransactions transactions, PayloadCodec codec) {
        boolean outside = point.getQualifiers().stream().anyMatch(OutsideTransaction.class::isInstance);
        var destination = point.getQualifiers().stream()
                .filter(SendsTo.class::isInstance)
                .map(qualifier -> ((SendsTo) qualifier).value())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "A TypedSender is injected without @SendsTo, which says where it sends to."));
        var payload = ((ParameterizedType) point.getType()).getActualTypeArguments()[0];
        // The build has checked the type of the injection point, and the sender checks each object.
        @SuppressWarnings("unchecked")
        var type = (Class<T>) classOf(payload);
        return new CodecSender<>(
                outside ? broker : JtaBroker.joining(broker, transactions),
                codec instanceof JsonCodec json ? json.of(payload) : codec,
                expressions.resolve(destination),
                type);
    }

    private static Class<?> classOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            return classOf(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return classOf(array.getGenericComponentType()).arrayType();
        }
        return (Class<?>) type;
    }

    /**
     * The queues that senders need if nobody else declares their destinations.
     *
     * @throws PenstockException.InvalidConfiguration if a name is invalid; the message names the injection point
     */
    List<Destination> destinations() {
        return registry.senders().stream().map(this::queue).toList();
    }

    private Destination queue(SenderDefinition sender) {
        try {
            return Destination.queue(expressions.resolve(sender.destination())).build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "@SendsTo(\"" + sender.destination() + "\") of " + sender.where() + ": " + e.getMessage());
        }
    }

    /** Declares as queues those destinations that do not exist and that configuration does not declare as exchanges. */
    static void declare(List<Destination> queues, Broker broker, Predicate<String> isExchange) {
        queues.stream()
                .filter(queue -> !isExchange.test(queue.name())
                        && broker.destination(queue.name()).isEmpty())
                .forEach(broker::declare);
    }
}
