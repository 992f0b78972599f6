package io.penstock.server.http.request;

import java.sql.SQLException;
import java.util.Set;

/** Tells a database that does not answer from a failure of what it was asked. */
final class DatabaseOutage {

    static final String DETAIL =
            "The database does not answer. Try again; if something was to be changed, look first" + " whether it was.";

    /** No connection, too few resources, stopped by its operator, login refused, no such database. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "28", "3D");

    /** The database takes no connections at present. */
    private static final String NOT_ACCEPTING = "55000";

    private DatabaseOutage() {}

    static boolean isIn(Throwable failure) {
        var cause = failure;
        for (int i = 0; cause != null && i < ProblemMapper.MAX_CAUSES; i++) {
            if (cause instanceof SQLException sql && isOutage(sql.getSQLState())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The pool of connections gives no state when it waits for one in vain; the database always does. */
    private static boolean isOutage(String state) {
        return state == null
                || state.equals(NOT_ACCEPTING)
                || state.length() >= 2 && CLASSES.contains(state.substring(0, 2));
    }
}
