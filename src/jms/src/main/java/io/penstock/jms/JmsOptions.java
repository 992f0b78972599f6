package io.penstock.jms;

import java.util.List;

/**
 * How a connection factory behaves. Immutable.
 *
 * @param autoDeclare whether a destination that does not exist is declared, with one partition, when it is first used;
 *     otherwise its use is refused
 * @param clientId of every connection; null to let each connection set its own
 * @param trustedClasses classes that object messages may be read as: class names, or packages as {@code com.acme.*}
 *     (without subpackages) and {@code com.acme.**} (with them). Superclasses and the classes of fields count too
 */
public record JmsOptions(boolean autoDeclare, String clientId, List<String> trustedClasses) {

    /** Declares what is missing; trusts no class. */
    public static final JmsOptions DEFAULT = new JmsOptions(true, null, List.of());

    public JmsOptions {
        trustedClasses = List.copyOf(trustedClasses);
    }

    public JmsOptions withAutoDeclare(boolean allowed) {
        return new JmsOptions(allowed, clientId, trustedClasses);
    }

    public JmsOptions withClientId(String id) {
        return new JmsOptions(autoDeclare, id, trustedClasses);
    }

    public JmsOptions withTrustedClasses(List<String> patterns) {
        return new JmsOptions(autoDeclare, clientId, patterns);
    }
}
