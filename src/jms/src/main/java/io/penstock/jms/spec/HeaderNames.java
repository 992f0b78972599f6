package io.penstock.jms.spec;

/**
 * Names the message headers that carry what is Jakarta Messaging's own. All values are text. A header is left out where
 * it would say what is the default; properties travel as headers of their own names.
 */
public final class HeaderNames {

    /** Names that begin so, other than JMSX and JMS_, are no properties. */
    static final String PREFIX = "JMS";

    /** The kind of the message. Senders without Jakarta Messaging leave it out; then the body decides. */
    public static final String KIND = "JMSMessageKind";

    /** The types of the properties that are no Strings. */
    public static final String PROPERTY_TYPES = "JMSPropertyTypes";

    public static final String CORRELATION_ID = "JMSCorrelationID";
    public static final String TYPE = "JMSType";

    /** Kind and name of the destination, such as {@code queue:orders}. */
    public static final String REPLY_TO = "JMSReplyTo";

    public static final String DELIVERY_MODE = "JMSDeliveryMode";

    /**
     * Tells of a message to a topic whose connection has sent it, for those who leave out their own. It has a vendor's
     * prefix because a selector asks for it, and is no property all the same.
     */
    public static final String ORIGIN = "JMS_penstock_origin";

    private HeaderNames() {}

    public static boolean isProperty(String name) {
        return !name.startsWith(PREFIX) || name.startsWith("JMSX") || name.startsWith("JMS_") && !name.equals(ORIGIN);
    }
}
