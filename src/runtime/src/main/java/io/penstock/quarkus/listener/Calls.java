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
import io.penstock.quarkus.payload.JsonCodec;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.PayloadCodec;
import io.quarkus.arc.Arc;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
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
    private final PayloadCodec codec;
    private final Vertx vertx;
    private final JtaTransactions transactions;
    private final ContainerMessages messages;
    private final Config properties;

    @Inject
    Calls(
            @OutsideTransaction Broker broker,
            ObjectMapper mapper,
            PayloadCodec codec,
            Vertx vertx,
            JtaTransactions transactions,
            PenstockConfig config,
            Config properties) {
        this.broker = broker;
        this.mapper = mapper;
        this.codec = codec;
        this.vertx = vertx;
        this.transactions = transactions;
        this.properties = properties;
        messages = new ContainerMessages(ConfiguredJms.options(config.jms()), InstantSource.system());
    }

    /**
     * Makes the calls of a listener's consumers. Each consumer of a bean, and each that runs on an event loop, gets a
     * call of its own; all other consumers of a method share one.
     */
    Supplier<Call> of(Source source, ListenerPlan plan, ListenerLog log) {
        if (source instanceof MessageDrivenBean bean) {
            var transaction = transaction(bean.definition().name(), bean.timeout(), plan);
            var request = request(vertx.getOrCreateContext(), plan);
            return () -> of(bean, transaction, plan.destination(), request);
        }
        var listener = (Listener) source;
        if (listener.definition().invocation().threads() == Invocation.Threads.EVENT_LOOP) {
            return () -> of(listener, plan, log, ((VertxInternal) vertx).createEventLoopContext());
        }
        var call = of(listener, plan, log, vertx.getOrCreateContext());
        return () -> call;
    }

    private ContainerTransaction transaction(String name, TransactionTimeout timeout, ListenerPlan plan) {
        int seconds = timeout.in(property -> properties.getOptionalValue(property, String.class));
        return new ContainerTransaction(name, seconds, !plan.consumer().settleFirst(), transactions, broker);
    }

    private MethodCall of(Listener listener, ListenerPlan plan, ListenerLog log, Context context) {
        var definition = listener.definition();
        var invocation = definition.invocation();
        return new MethodCall(
                definition,
                new Arguments(definition.parameters(), listener.payload(), mapper),
                listener.invoker().getValue(),
                Arc.container().bean(listener.bean()),
                new Results(broker, codecOf(listener), invocation.result(), invocation.batch(), plan.sendTo(), log),
                transaction(definition.method(), invocation.timeout(), plan),
                context,
                request(context, plan));
    }

    private DeliveryRequest request(Context context, ListenerPlan plan) {
        return new DeliveryRequest(
                context, HandlerObserver.of(broker), new CallSettlement.Verdict(plan.consumer(), plan.subscription()));
    }

    private PayloadCodec codecOf(Listener listener) {
        return listener.result() != null && codec instanceof JsonCodec json ? json.of(listener.result()) : codec;
    }

    private MessageDrivenCall of(
            MessageDrivenBean bean,
            ContainerTransaction transaction,
            Destination destination,
            DeliveryRequest request) {
        return new MessageDrivenCall(
                new BeanInstance(bean.definition().name(), bean.bean()),
                bean.demarcation(),
                transaction,
                destination.isQueue() ? new PenstockQueue(destination.name()) : new PenstockTopic(destination.name()),
                messages,
                request,
                transactions);
    }
}
