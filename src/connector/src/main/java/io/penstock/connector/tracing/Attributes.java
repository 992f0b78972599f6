package io.penstock.connector.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** The attributes of spans, named by the semantic conventions for messaging. */
final class Attributes {

    static final String INSTRUMENTATION = "io.penstock.connector";
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    static final AttributeKey<String> SUBSCRIPTION = AttributeKey.stringKey("messaging.destination.subscription.name");
    static final AttributeKey<String> CLIENT = AttributeKey.stringKey("messaging.client.id");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("messaging.message.conversation_id");
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    static final AttributeKey<Long> BATCH_COUNT = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.penstock.message.offset");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("messaging.penstock.message.attempt");
    static final AttributeKey<String> DISPOSITION = AttributeKey.stringKey("messaging.penstock.disposition");
    static final AttributeKey<String> LINK = AttributeKey.stringKey("messaging.penstock.link");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final String PENSTOCK = "penstock";

    private Attributes() {}

    static void failed(Span span, Throwable failure) {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        span.setAttribute(ERROR, failure.getClass().getName());
        span.recordException(failure);
    }
}
