package io.penstock.server.http.live;

import java.util.Locale;

/** The lists of which a stream tells that they have changed. */
enum ListKind {
    DESTINATIONS,
    ALERTS,
    OPERATIONS,
    SCHEDULES;

    /** The JSON of the event. */
    String json() {
        return "{\"what\":\"" + name().toLowerCase(Locale.ROOT) + "\"}";
    }
}
