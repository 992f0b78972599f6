package io.penstock.connector.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.penstock.Headers;

/** Lets OpenTelemetry find the context of a sender in the headers of a message. */
final class HeaderCarrier implements TextMapGetter<Headers> {

    static final HeaderCarrier INSTANCE = new HeaderCarrier();

    private HeaderCarrier() {}

    @Override
    public Iterable<String> keys(Headers headers) {
        return headers.names();
    }

    @Override
    public String get(Headers headers, String key) {
        return headers == null ? null : headers.get(key);
    }
}
