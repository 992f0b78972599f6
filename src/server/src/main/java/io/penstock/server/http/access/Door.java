package io.penstock.server.http.access;

import io.vertx.ext.web.RoutingContext;

/** The doors of the server, by path: each is open to others. */
enum Door {

    /** Health, which needs neither a login nor a name of the server: whoever supervises the process asks by address. */
    HEALTH,

    /** The API, for everybody who is known: the broker's view decides what they may do. */
    API,

    /** Metrics, the API's description, the triage, and whatever else there is: for those who look after the server. */
    MANAGEMENT;

    private static final String HEALTH_PATH = "/q/health";
    private static final String API_PATH = "/api/";

    /** The triage goes over the dead letters of all queues. */
    private static final String TRIAGE_PATH = "/api/v1/triage";

    static Door of(RoutingContext context) {
        // As the router sees it, so that no other spelling of a path leads around.
        var path = context.normalizedPath();
        if (path.equals(HEALTH_PATH) || path.startsWith(HEALTH_PATH + "/")) {
            return HEALTH;
        }
        boolean isTriage = path.equals(TRIAGE_PATH) || path.startsWith(TRIAGE_PATH + "/");
        return path.startsWith(API_PATH) && !isTriage ? API : MANAGEMENT;
    }

    static boolean isHealth(RoutingContext context) {
        return of(context) == HEALTH;
    }
}
