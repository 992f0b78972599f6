package io.penstock.jms.message;

import io.penstock.jms.spec.HeaderNames;

import java.util.Locale;

/**
 * The types of message that the specification has, each with the label that the header {@link HeaderNames#KIND}
 * carries.
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

    /** The kind with that label, or null if there is none. */
    static MessageKind of(String label) {
        for (var kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        return null;
    }

    /** Makes an empty, writable message of this kind. */
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
