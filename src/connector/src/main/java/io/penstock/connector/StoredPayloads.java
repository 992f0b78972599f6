package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PenstockConversion;
import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;

/**
 * What the converters of this connector have in common: they read what lies in the log, by the full type that the
 * declaration of a method has, and come after the converters and extractors of the application.
 */
abstract class StoredPayloads implements MessageConverter, PenstockConversion {

    final PayloadReader reader;
    private final DeclaredPayloads declared;

    StoredPayloads(PayloadReader reader, DeclaredPayloads declared) {
        this.reader = reader;
        this.declared = declared;
    }

    @Override
    public int getPriority() {
        return CONVERTER_DEFAULT_PRIORITY + 100;
    }

    /** The type as the reader of the channel has declared it. */
    final Type complete(Message<?> in, Type told) {
        return declared.complete(metadata(in).channel(), told);
    }

    static boolean isOurs(Message<?> in) {
        return in.getMetadata(IncomingPenstockMetadata.class).isPresent();
    }

    private static IncomingPenstockMetadata metadata(Message<?> in) {
        return in.getMetadata(IncomingPenstockMetadata.class).orElseThrow();
    }

    /** The message of the log, with the data of the cloud event as its body if it is one. */
    static io.penstock.Message stored(Message<?> in) {
        return metadata(in).readable();
    }
}
