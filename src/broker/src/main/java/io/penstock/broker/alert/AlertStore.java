package io.penstock.broker.alert;

import java.io.IOException;
import java.util.Optional;

/** Keeps one text over restarts. One thread uses it at a time. */
public interface AlertStore {

    /** The text that was written last; empty if there is none. */
    Optional<String> read() throws IOException;

    /** Writes a text in place of the one before, so that either of them is there whatever happens. */
    void write(String text) throws IOException;

    /** Puts the text aside, which cannot be understood, and says where a person finds it. */
    String putAside() throws IOException;

    /** A store for a broker that lies in no directory. */
    static AlertStore inMemory() {
        return new AlertStore() {

            private Optional<String> kept = Optional.empty();

            @Override
            public Optional<String> read() {
                return kept;
            }

            @Override
            public void write(String text) {
                kept = Optional.of(text);
            }

            @Override
            public String putAside() {
                kept = Optional.empty();
                return "memory";
            }
        };
    }
}
