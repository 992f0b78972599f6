package io.penstock.jms.spec;

import io.penstock.PenstockException;

import java.util.concurrent.CompletionStage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;

/** Turns failures of the broker into the exceptions of the specification, with error code and cause. */
public final class Failures {

    private Failures() {}

    public static IllegalStateException closed(String what) {
        return new IllegalStateException("The " + what + " is closed.", ErrorCode.CLOSED.name());
    }

    public static IllegalStateException illegalState(String problem) {
        return new IllegalStateException(problem, ErrorCode.ILLEGAL_STATE.name());
    }

    public static TransactionInProgressException inProgress(String problem) {
        return new TransactionInProgressException(problem, ErrorCode.ILLEGAL_STATE.name());
    }

    public static JMSException unsupported(String feature) {
        return new JMSException(feature + " is not supported yet.", ErrorCode.NOT_SUPPORTED.name());
    }

    public static JMSException invalid(String problem) {
        return new JMSException(problem, ErrorCode.INVALID_ARGUMENT.name());
    }

    public static JMSSecurityException security(String problem) {
        return new JMSSecurityException(problem, ErrorCode.ACCESS_DENIED.name());
    }

    public static InvalidDestinationException invalidDestination(String problem) {
        return new InvalidDestinationException(problem, ErrorCode.INVALID_DESTINATION.name());
    }

    public static MessageFormatException format(String problem) {
        return new MessageFormatException(problem, ErrorCode.INVALID_MESSAGE.name());
    }

    public static MessageFormatException format(String problem, Throwable cause) {
        var failure = format(problem);
        failure.initCause(cause);
        if (cause instanceof Exception exception) {
            failure.setLinkedException(exception);
        }
        return failure;
    }

    public static JMSException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return caused(
                new JMSException("The thread was interrupted while it waited.", ErrorCode.INTERRUPTED.name()), cause);
    }

    /** Waits for the broker. The wait cannot be interrupted: whoever gave up would not know what has happened. */
    public static <T> T await(CompletionStage<T> stage) throws JMSException {
        try {
            return stage.toCompletableFuture().join();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    public static JMSException of(Throwable failure) {
        var cause = PenstockException.causeOf(failure);
        if (cause instanceof JMSException known) {
            return known;
        }
        var exception = cause instanceof Exception e ? e : new RuntimeException(cause);
        return caused(translate(exception), exception);
    }

    public static <E extends JMSException> E caused(E failure, Exception cause) {
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }

    private static JMSException translate(Exception cause) {
        String problem = cause.getMessage();
        if (cause instanceof PenstockException.UnknownDestination || cause instanceof PenstockException.Unroutable) {
            return invalidDestination(problem);
        }
        if (cause instanceof PenstockException.InvalidMessage || cause instanceof PenstockException.MessageTooLarge) {
            return new JMSException(problem, ErrorCode.INVALID_MESSAGE.name());
        }
        if (cause instanceof PenstockException.InvalidFilter) {
            return new InvalidSelectorException(problem, ErrorCode.INVALID_SELECTOR.name());
        }
        if (cause instanceof PenstockException.UnknownSubscription
                || cause instanceof PenstockException.InvalidConfiguration) {
            return invalid(problem);
        }
        if (cause instanceof PenstockException.Conflict) {
            return new JMSException(problem, ErrorCode.SUBSCRIPTION_CONFLICT.name());
        }
        if (cause instanceof PenstockException.Forbidden) {
            return security(problem);
        }
        if (cause instanceof PenstockException.Unsupported) {
            return new JMSException(problem, ErrorCode.NOT_SUPPORTED.name());
        }
        if (cause instanceof PenstockException.Overloaded) {
            return new ResourceAllocationException(problem, ErrorCode.OVERLOADED.name());
        }
        if (cause instanceof PenstockException.StorageFull) {
            return new ResourceAllocationException(problem, ErrorCode.STORAGE_FULL.name());
        }
        if (cause instanceof PenstockException.LeaseLost) {
            return new JMSException(problem, ErrorCode.LEASE_LOST.name());
        }
        if (cause instanceof PenstockException.TransactionTimedOut) {
            return new TransactionRolledBackException(problem, ErrorCode.ROLLED_BACK.name());
        }
        if (cause instanceof IllegalStateRuntimeException) {
            return illegalState(problem);
        }
        if (cause instanceof PenstockException) {
            return new JMSException(problem, ErrorCode.UNAVAILABLE.name());
        }
        return new JMSException("Unexpected failure: " + cause, ErrorCode.INTERNAL.name());
    }
}
