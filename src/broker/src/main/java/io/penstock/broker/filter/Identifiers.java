package io.penstock.broker.filter;

import java.util.Set;
import java.util.TreeSet;

/** Checks which names a filter may use (section 3.8.1.1). */
final class Identifiers {

    /**
     * The prefix of names that belong to Jakarta Messaging, and that no filter may ask for unless they are among those
     * below.
     */
    private static final String RESERVED_PREFIX = "JMS";

    private static final Set<String> HEADER_FIELDS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    private Identifiers() {}

    static boolean isAllowed(String name) {
        return !name.startsWith(RESERVED_PREFIX)
                || name.startsWith("JMSX")
                || name.startsWith("JMS_")
                || HEADER_FIELDS.contains(name);
    }

    static String expected(String refused) {
        return "a filter cannot ask for " + refused + ": of what begins with " + RESERVED_PREFIX + " it knows "
                + String.join(", ", new TreeSet<>(HEADER_FIELDS)) + ", JMSX... and JMS_...";
    }
}
