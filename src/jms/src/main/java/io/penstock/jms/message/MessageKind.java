package io.penstock.jms.message;

import io.penstock.jms.spec.HeaderNames;

import java.util.Locale;

/**
 * A kind is one of the types of message that the specification knows, as it is named in the header {@link
 * HeaderNames#KIND}.
 */
public enum MessageKind {
    MESSAGE,
    TEXT,
    BYTES,
    MAP,
    STREAM,
    OBJECT;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    /** The kind of that label, or null if there is none. */
    static MessageKind of(String label) {
        for (var kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        return null;
    }

    /** An empty, writable message of this kind. */
    public PenstockMessage create(TrustedClasses trusted) {
        return switch (this) {
            case MESSAGE -> new PenstockMessage();
            case TEXT -> new PenstockTextMessage();
            case BYTES -> new PenstockBytesMessage();
            case MAP -> new PenstockMapMessage();
            case STREAM -> new PenstockStreamMessage();
            case OBJECT -> new PenstockObjectMessage(trusted);
        };
    }
}
