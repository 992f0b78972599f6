package io.penstock.broker.alert;

import org.jboss.logging.Logger;

import java.io.IOException;

/** Reads and writes what alerts keep. A store that fails keeps no broker from its work, and is told of in the log. */
final class AlertKeeper {

    private static final Logger LOG = Logger.getLogger(AlertKeeper.class);

    private final AlertStore store;
    private boolean failed;

    AlertKeeper(AlertStore store) {
        this.store = store;
    }

    /** What was kept; empty if that cannot be read, which is put aside then. */
    AlertSnapshot read() {
        try {
            var text = store.read();
            return text.isEmpty() ? AlertSnapshot.EMPTY : AlertText.read(text.get());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(
                    "The alerts cannot be read from %s (%s). What was declared of them over HTTP or by code is gone,"
                            + " and what fires is told again. %s",
                    store, e, putAside());
            return AlertSnapshot.EMPTY;
        }
    }

    private String putAside() {
        try {
            return "The file is now " + store.putAside() + ".";
        } catch (IOException e) {
            return "The file could not be put aside: " + e;
        }
    }

    void keep(AlertSnapshot snapshot) throws IOException {
        store.write(AlertText.write(snapshot));
        failed = false;
    }

    /** Writes, or says once that it cannot. */
    void keepOrTellOf(Keeping keeping, Runnable onFailure) {
        try {
            keeping.keep();
        } catch (IOException e) {
            if (!failed) {
                LOG.errorf("The alerts cannot be written to %s, which is tried again: %s", store, e);
            }
            failed = true;
            onFailure.run();
        }
    }

    /** Writes what there is. */
    interface Keeping {
        void keep() throws IOException;
    }
}
