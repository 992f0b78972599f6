package io.penstock.quarkus.deployment;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.quarkus.listener.Invocation.Result;
import io.penstock.quarkus.listener.Invocation.ResultKind;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.util.Set;

/** Finds out what is done with the result of a listener method, and refuses results that cannot be sent. */
final class ResultReader {

    private static final DotName VOID = DotName.createSimple(Void.class);

    private static final Set<DotName> UNSENDABLE = Set.of(
            DotName.OBJECT_NAME,
            Names.DELIVERY,
            DotName.createSimple("io.penstock.Message$Builder"),
            DotName.createSimple("java.util.Optional"),
            DotName.createSimple("java.util.stream.Stream"),
            DotName.createSimple("io.smallrye.mutiny.Multi"),
            DotName.createSimple("java.util.concurrent.Flow$Publisher"),
            DotName.createSimple("org.reactivestreams.Publisher"));

    private static final String RESULTS =
            "return void, something that is sent (a String, a byte[], an io.penstock.Message, or a type that JSON is"
                    + " written of), or a Uni or a CompletionStage of it.";

    /**
     * What a method returns.
     *
     * @param payload the type of what is sent as a body; null if nothing is
     */
    record Read(boolean asynchronous, Result result, Type payload) {}

    private ResultReader() {}

    /**
     * Reads the result of a method.
     *
     * @param returned the type that it returns in the bean
     * @param source the name of the destination that it listens to
     */
    static Read read(MethodInfo method, Type returned, boolean batch, String source) throws InvalidListener {
        boolean asynchronous = Names.ASYNCHRONOUS.contains(returned.name());
        var sent = asynchronous ? argument(returned) : returned;
        var to = destination(method, source);
        var read = result(method, sent, batch, to);
        if (to != null && read.kind() != ResultKind.PAYLOAD) {
            throw new InvalidListener(
                    method,
                    read.kind() == ResultKind.NONE
                            ? "has @SendTo and no result that could be sent: let it return one, or remove @SendTo."
                            : "has @SendTo and returns messages, which say themselves where they go: remove @SendTo, or"
                                    + " return what is to be sent there.");
        }
        return new Read(asynchronous, read, read.kind() == ResultKind.PAYLOAD ? payload(sent, batch) : null);
    }

    private static Type payload(Type sent, boolean batch) {
        return batch ? argument(sent) : sent;
    }

    /** The type argument of a generic type; null if it has none that is known. */
    private static Type argument(Type type) {
        if (type.kind() != Type.Kind.PARAMETERIZED_TYPE) {
            return null;
        }
        var argument = type.asParameterizedType().arguments().get(0);
        return argument.kind() == Type.Kind.WILDCARD_TYPE ? null : argument;
    }

    private static Result result(MethodInfo method, Type sent, boolean batch, String to) throws InvalidListener {
        if (sent == null || sent.kind() == Type.Kind.VOID || sent.name().equals(VOID)) {
            return Result.NONE;
        }
        if (sent.name().equals(Names.LIST)) {
            var each = argument(sent);
            if (each != null && each.name().equals(Names.MESSAGE)) {
                return new Result(ResultKind.MESSAGES, "");
            }
        }
        if (batch) {
            return ofBatch(method, sent, to);
        }
        if (sent.name().equals(Names.MESSAGE)) {
            return new Result(ResultKind.MESSAGE, "");
        }
        requireSendable(method, sent);
        return new Result(ResultKind.PAYLOAD, to == null ? "" : to);
    }

    private static Result ofBatch(MethodInfo method, Type sent, String to) throws InvalidListener {
        var each = sent.name().equals(Names.LIST) ? argument(sent) : null;
        if (each == null) {
            throw new InvalidListener(
                    method,
                    "takes batches and returns " + sent
                            + ": return void, or a List with a result for each message, or a"
                            + " List<io.penstock.Message>.");
        }
        requireSendable(method, each);
        return new Result(ResultKind.PAYLOAD, to == null ? "" : to);
    }

    private static void requireSendable(MethodInfo method, Type sent) throws InvalidListener {
        if (UNSENDABLE.contains(sent.name()) || !SenderReader.isComplete(sent)) {
            throw new InvalidListener(method, "returns " + sent + ", which is not supported: " + RESULTS);
        }
    }

    /** Where the method sends its results to; null if it does not say. */
    private static String destination(MethodInfo method, String source) throws InvalidListener {
        if (method.hasDeclaredAnnotation(Names.SENDS_TO)) {
            throw new InvalidListener(
                    method,
                    "has @SendsTo, by which a TypedSender is injected: the result of a listener is sent by @SendTo of"
                            + " io.penstock.listener.");
        }
        var annotation = method.declaredAnnotation(Names.SEND_TO);
        if (annotation == null) {
            return null;
        }
        var to = annotation.value().asString();
        if (to.equals(source)) {
            throw new InvalidListener(
                    method,
                    "has @SendTo(\"" + to + "\") and listens to '" + source + "' itself, so that its results would go"
                            + " round for ever: send them elsewhere.");
        }
        try {
            Destination.queue(ListenerReader.nameOrUnknown(to)).build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(method, "has an invalid @SendTo. " + e.getMessage());
        }
        return to;
    }
}
