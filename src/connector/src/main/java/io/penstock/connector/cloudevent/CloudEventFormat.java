package io.penstock.connector.cloudevent;

import io.penstock.TypedSender;
import io.smallrye.reactive.messaging.ce.CloudEventMetadata;

import java.util.Locale;
import java.util.Set;

/** How cloud events lie in messages: as the Kafka binding has it, so that bridges between both lose nothing. */
final class CloudEventFormat {

    /** What the names of headers with attributes begin with, in binary mode. */
    static final String PREFIX = "ce_";

    /** The header with the type of the body: in binary mode that of the data, in structured mode that of the event. */
    static final String CONTENT_TYPE = TypedSender.CONTENT_TYPE;

    static final String STRUCTURED = "application/cloudevents";
    static final String STRUCTURED_JSON = STRUCTURED + "+json; charset=UTF-8";
    static final String JSON = "application/json";
    static final String DATA = "data";
    static final String DATA_BASE64 = "data_base64";

    /** The extension that says what belongs together, which is the key here. */
    static final String PARTITION_KEY = "partitionkey";

    /** The attributes that the specification knows; all others are extensions. */
    static final Set<String> ATTRIBUTES = Set.of(
            CloudEventMetadata.CE_ATTRIBUTE_SPEC_VERSION,
            CloudEventMetadata.CE_ATTRIBUTE_ID,
            CloudEventMetadata.CE_ATTRIBUTE_SOURCE,
            CloudEventMetadata.CE_ATTRIBUTE_TYPE,
            CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE,
            CloudEventMetadata.CE_ATTRIBUTE_DATA_SCHEMA,
            CloudEventMetadata.CE_ATTRIBUTE_SUBJECT,
            CloudEventMetadata.CE_ATTRIBUTE_TIME);

    private CloudEventFormat() {}

    /** Whether a media type, which may have parameters, says that the data is JSON. */
    static boolean isJson(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(JSON) || type.endsWith("+json");
    }
}
