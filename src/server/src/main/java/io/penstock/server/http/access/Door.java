package io.penstock.server.http.access;

import io.vertx.ext.web.RoutingContext;

import java.util.Set;

/** The doors of the server, by path: each is open to others. */
enum Door {

    /** Health, which needs neither a login nor a name of the server: whoever supervises the process asks by address. */
    HEALTH,

    /** The console's page and scripts, which are the same for everybody: whatever they show comes from the API. */
    CONSOLE,

    /** The API, for everybody who is known: the broker's view decides what they may do. */
    API,

    /** Metrics, the API's description, the triage, and whatever else there is: for those who look after the server. */
    MANAGEMENT;

    private static final String HEALTH_PATH = "/q/health";
    private static final String API_PATH = "/api/";
    private static final String CONSOLE_PATH = "/console/";
    private static final Set<String> CONSOLE_PAGE = Set.of("/", "/index.html");

    /** The triage goes over the dead letters of all queues. */
    private static final String TRIAGE_PATH = "/api/v1/triage";

    static Door of(RoutingContext context) {
        // As the router sees it, so that no other spelling of a path leads around.
        var path = context.normalizedPath();
        if (path.equals(HEALTH_PATH) || path.startsWith(HEALTH_PATH + "/")) {
            return HEALTH;
        }
        if (CONSOLE_PAGE.contains(path) || path.startsWith(CONSOLE_PATH)) {
            return CONSOLE;
        }
        boolean isTriage = path.equals(TRIAGE_PATH) || path.startsWith(TRIAGE_PATH + "/");
        return path.startsWith(API_PATH) && !isTriage ? API : MANAGEMENT;
    }

    /** Whether nobody is asked there who they are. */
    static boolean isForAll(RoutingContext context) {
        var door = of(context);
        return door == HEALTH || door == CONSOLE;
    }

    static boolean isHealth(RoutingContext context) {
        return of(context) == HEALTH;
    }
}
