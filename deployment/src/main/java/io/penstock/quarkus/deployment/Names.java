package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.TypedSender;
import io.penstock.listener.Body;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.Header;
import io.penstock.listener.Key;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.SendTo;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.SendsTo;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Names the classes that the build looks for. */
final class Names {

    static final DotName QUEUE_LISTENER = DotName.createSimple(QueueListener.class);
    static final DotName TOPIC_LISTENER = DotName.createSimple(TopicListener.class);
    static final List<DotName> LISTENERS = List.of(QUEUE_LISTENER, TOPIC_LISTENER);

    static final DotName RETRY = DotName.createSimple(Retry.class);
    static final DotName DEAD_LETTER = DotName.createSimple(DeadLetter.class);
    static final List<DotName> POLICIES = List.of(RETRY, DEAD_LETTER);

    /** An annotation that is given by its name because applications without fault tolerance do not have it. */
    static final DotName FAULT_TOLERANCE_RETRY = DotName.createSimple("org.eclipse.microprofile.faulttolerance.Retry");

    static final DotName SEND_TO = DotName.createSimple(SendTo.class);

    static final DotName BODY = DotName.createSimple(Body.class);
    static final DotName KEY = DotName.createSimple(Key.class);
    static final DotName HEADER = DotName.createSimple(Header.class);

    static final DotName RUN_ON_VIRTUAL_THREAD = DotName.createSimple(RunOnVirtualThread.class);
    static final DotName NON_BLOCKING = DotName.createSimple(NonBlocking.class);
    static final DotName BLOCKING = DotName.createSimple(Blocking.class);

    static final DotName MESSAGING_BLOCKING =
            DotName.createSimple("io.smallrye.reactive.messaging.annotations.Blocking");

    /** An annotation that is given by its name because it comes with an artifact of its own. */
    static final DotName IDEMPOTENT = DotName.createSimple("io.penstock.postgres.Idempotent");

    static final DotName LIST = DotName.createSimple(List.class);
    static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    static final DotName BROKER = DotName.createSimple(Broker.class);
    static final DotName OUTSIDE_TRANSACTION = DotName.createSimple(OutsideTransaction.class);
    private static final String MESSAGING = "org.eclipse.microprofile.reactive.messaging.";

    /** The annotations that make a method part of a channel. */
    static final List<DotName> CHANNELS = Stream.of(
                    "Incoming", "Incoming$Incomings", "Outgoing", "Outgoing$Outgoings", "Incomings", "Outgoings")
            .map(name -> DotName.createSimple(MESSAGING + name))
            .toList();

    static final DotName MESSAGE = DotName.createSimple(Message.class);
    static final DotName SENDS_TO = DotName.createSimple(SendsTo.class);
    static final DotName TYPED_SENDER = DotName.createSimple(TypedSender.class);
    static final DotName DELIVERY = DotName.createSimple(Delivery.class);

    static final Set<DotName> ASYNCHRONOUS = Set.of(
            DotName.createSimple(Uni.class),
            DotName.createSimple(CompletionStage.class),
            DotName.createSimple(CompletableFuture.class));

    private Names() {}

    static boolean isListener(MethodInfo method) {
        return LISTENERS.stream().anyMatch(method::hasDeclaredAnnotation);
    }
}
