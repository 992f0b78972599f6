package io.penstock.server.http.message;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Spells the names of headers as their readers do: HTTP does not tell cases apart, and HTTP/2 and many proxies write
 * all in lower case, but Jakarta Messaging knows its headers by one spelling. Other names stay as they came.
 */
final class HeaderSpelling {

    private static final Map<String, String> KNOWN = List.of(
                    "JMSCorrelationID",
                    "JMSType",
                    "JMSReplyTo",
                    "JMSDeliveryMode",
                    "JMSMessageKind",
                    "JMSPropertyTypes",
                    "JMSXGroupID",
                    "JMSXGroupSeq",
                    "JMSXUserID",
                    "JMSXAppID",
                    // These are fields of a message, and refused by these names with what to use.
                    "JMSMessageID",
                    "JMSTimestamp",
                    "JMSPriority",
                    "JMSExpiration",
                    "JMSDeliveryTime",
                    "JMSDestination",
                    "JMSRedelivered")
            .stream()
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    private HeaderSpelling() {}

    static String of(String name) {
        return KNOWN.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }
}
