package io.penstock.jms.spec;

import java.util.Map;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;

/** Calls the classic API for the simplified one, whose exceptions are unchecked. */
public final class Unchecked {

    private interface Twin {
        JMSRuntimeException of(String problem, String errorCode, Throwable cause);
    }

    private static final Map<Class<?>, Twin> TWINS = Map.ofEntries(
            Map.entry(IllegalStateException.class, IllegalStateRuntimeException::new),
            Map.entry(InvalidClientIDException.class, InvalidClientIDRuntimeException::new),
            Map.entry(InvalidDestinationException.class, InvalidDestinationRuntimeException::new),
            Map.entry(InvalidSelectorException.class, InvalidSelectorRuntimeException::new),
            Map.entry(JMSSecurityException.class, JMSSecurityRuntimeException::new),
            Map.entry(MessageFormatException.class, MessageFormatRuntimeException::new),
            Map.entry(MessageNotWriteableException.class, MessageNotWriteableRuntimeException::new),
            Map.entry(ResourceAllocationException.class, ResourceAllocationRuntimeException::new),
            Map.entry(TransactionRolledBackException.class, TransactionRolledBackRuntimeException::new),
            Map.entry(TransactionInProgressException.class, TransactionInProgressRuntimeException::new));

    private Unchecked() {}

    @FunctionalInterface
    public interface Call<T> {
        T call() throws JMSException;
    }

    @FunctionalInterface
    public interface Action {
        void run() throws JMSException;
    }

    public static <T> T call(Call<T> call) {
        try {
            return call.call();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    public static void run(Action action) {
        call(() -> {
            action.run();
            return null;
        });
    }

    static JMSRuntimeException of(JMSException failure) {
        return TWINS.getOrDefault(failure.getClass(), JMSRuntimeException::new)
                .of(failure.getMessage(), failure.getErrorCode(), failure);
    }
}
