package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.Invocation;
import io.penstock.quarkus.listener.Invocation.Threads;
import io.penstock.quarkus.listener.TransactionTimeout;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;

/** Finds out how a listener method is called: on which threads, and in whose transaction. */
final class InvocationReader {

    private final boolean transactions;
    private final TimeoutReader timeouts;

    /** @param transactions whether the application has a transaction manager */
    InvocationReader(boolean transactions, TimeoutReader timeouts) {
        this.transactions = transactions;
        this.timeouts = timeouts;
    }

    Invocation read(MethodInfo method, ClassInfo bean, boolean batch, ResultReader.Read result) throws InvalidListener {
        if (batch && method.hasDeclaredAnnotation(Names.IDEMPOTENT)) {
            throw new InvalidListener(
                    method,
                    "takes batches and has @Idempotent, which claims the one message that a call has: take single"
                            + " messages, or remove it.");
        }
        var threads = threads(method, bean);
        boolean transactional = isTransactional(method, bean, threads, result.asynchronous());
        return new Invocation(
                batch,
                result.asynchronous(),
                threads,
                transactional,
                transactional ? timeouts.ofListener(method, bean) : TransactionTimeout.DEFAULT,
                result.result());
    }

    private static Threads threads(MethodInfo method, ClassInfo bean) throws InvalidListener {
        boolean virtual = PolicyReader.find(Names.RUN_ON_VIRTUAL_THREAD, method, bean) != null;
        boolean nonBlocking = method.hasDeclaredAnnotation(Names.NON_BLOCKING)
                || !method.hasDeclaredAnnotation(Names.BLOCKING)
                        && !method.hasDeclaredAnnotation(Names.RUN_ON_VIRTUAL_THREAD)
                        && PolicyReader.find(Names.NON_BLOCKING, method, bean) != null;
        if (nonBlocking && (virtual || method.hasDeclaredAnnotation(Names.BLOCKING))) {
            throw new InvalidListener(
                    method,
                    "has @NonBlocking, which asks for an event loop, and @"
                            + (virtual ? "RunOnVirtualThread" : "Blocking") + ": remove one of them.");
        }
        if (nonBlocking) {
            return Threads.EVENT_LOOP;
        }
        return virtual ? Threads.VIRTUAL : Threads.WORKER;
    }

    /**
     * Whether the container runs the method in a transaction that also accepts its messages. What completes later
     * cannot be: it has the transaction of the platform's interceptor, which ends when it completes. An idempotent
     * method need not be, since its inbox makes it harmless that the acceptance follows.
     */
    private boolean isTransactional(MethodInfo method, ClassInfo bean, Threads threads, boolean asynchronous)
            throws InvalidListener {
        var annotation = PolicyReader.find(JmsAnnotations.TRANSACTIONAL, method, bean);
        if (annotation == null || method.hasDeclaredAnnotation(Names.IDEMPOTENT)) {
            return false;
        }
        var wanted =
                annotation.value() == null ? "REQUIRED" : annotation.value().asEnum();
        if (wanted.equals("MANDATORY")) {
            throw new InvalidListener(
                    method,
                    "has @Transactional(MANDATORY), but a message has no caller with a transaction: use REQUIRED, or"
                            + " NOT_SUPPORTED.");
        }
        if (!wanted.equals("REQUIRED") && !wanted.equals("REQUIRES_NEW")) {
            return false;
        }
        if (!transactions) {
            throw new InvalidListener(
                    method,
                    "has @Transactional, and the application has no transaction manager: add the dependency"
                            + " io.quarkus:quarkus-narayana-jta, or remove it.");
        }
        if (threads == Threads.EVENT_LOOP) {
            throw new InvalidListener(
                    method,
                    "has @NonBlocking and @Transactional, but no transaction can begin on an event loop, whatever the"
                            + " method returns: remove @NonBlocking, so that it runs on a worker thread, or"
                            + " @Transactional.");
        }
        if (asynchronous) {
            return false;
        }
        boolean isOverridden = method.hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL)
                || method.declaringClass().hasDeclaredAnnotation(JmsAnnotations.TRANSACTIONAL);
        if (!isOverridden && wanted.equals("REQUIRES_NEW")) {
            throw new InvalidListener(
                    method,
                    "is inherited by a class with @Transactional(REQUIRES_NEW), whose transaction would not be that of"
                            + " the message: put @Transactional on the method.");
        }
        return true;
    }
}
