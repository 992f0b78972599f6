package io.penstock.jms.spec;

/**
 * Names the headers of the broker's messages that carry what only Jakarta Messaging knows. All values are text. A
 * header is left out if its value would be the default. Properties are headers of their own names.
 */
public final class HeaderNames {

    /** The prefix of names that are no properties, unless they begin with JMSX or JMS_. */
    static final String PREFIX = "JMS";

    /** The kind of the message. Senders without Jakarta Messaging leave it out; then the body decides. */
    public static final String KIND = "JMSMessageKind";

    /** The types of the properties that are no Strings. */
    public static final String PROPERTY_TYPES = "JMSPropertyTypes";

    public static final String CORRELATION_ID = "JMSCorrelationID";
    public static final String TYPE = "JMSType";

    /** The kind and name of the destination for replies, such as {@code queue:orders}. */
    public static final String REPLY_TO = "JMSReplyTo";

    public static final String DELIVERY_MODE = "JMSDeliveryMode";

    /**
     * The connection that has sent a message to a topic, for subscriptions that leave out their own messages. It has a
     * vendor's prefix because a selector asks for it, but it is no property.
     */
    public static final String ORIGIN = "JMS_penstock_origin";

    private HeaderNames() {}

    public static boolean isProperty(String name) {
        return !name.startsWith(PREFIX) || name.startsWith("JMSX") || name.startsWith("JMS_") && !name.equals(ORIGIN);
    }
}
