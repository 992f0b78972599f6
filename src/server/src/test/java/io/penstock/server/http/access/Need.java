package io.penstock.server.http.access;

import java.util.EnumSet;
import java.util.Set;

import static io.penstock.server.http.access.Need.Right.BROWSE;
import static io.penstock.server.http.access.Need.Right.MANAGE;
import static io.penstock.server.http.access.Need.Right.RECEIVE;
import static io.penstock.server.http.access.Need.Right.SEND;

/** What somebody must be allowed for a request; written down here once more, apart from the code that decides it. */
enum Need {
    /** Nothing, not even to be known. */
    NOTHING,
    /** To be known. */
    LOGIN,
    /** Anything at the destination. */
    ANY,
    TO_SEND,
    TO_RECEIVE,
    TO_BROWSE,
    TO_MANAGE,
    TO_MANAGE_AND_SEND,
    /** To look after the whole server. */
    OPERATOR,
    /** To have everything that it keeps. */
    ADMIN;

    /** What somebody may do at a destination. */
    enum Right {
        SEND,
        RECEIVE,
        BROWSE,
        MANAGE
    }

    /** The table of the roles, and of the two rules. */
    private static Set<Right> rights(String user, String beginning) {
        var all = EnumSet.allOf(Right.class);
        var none = EnumSet.noneOf(Right.class);
        if (user.equals("admin")) {
            return all;
        }
        return switch (beginning) {
            case "own" -> user.equals("shop") ? all : none;
            case "foreign" -> user.equals("other") ? all : none;
            default ->
                switch (user) {
                    case "operator" -> EnumSet.of(BROWSE, MANAGE);
                    case "producer" -> EnumSet.of(SEND);
                    case "consumer" -> EnumSet.of(RECEIVE, BROWSE);
                    default -> none;
                };
        };
    }

    boolean isMet(String user, String beginning) {
        var rights = rights(user, beginning);
        return switch (this) {
            case NOTHING, LOGIN -> true;
            case ANY -> !rights.isEmpty();
            case TO_SEND -> rights.contains(SEND);
            case TO_RECEIVE -> rights.contains(RECEIVE);
            case TO_BROWSE -> rights.contains(BROWSE);
            case TO_MANAGE -> rights.contains(MANAGE);
            case TO_MANAGE_AND_SEND -> rights.contains(MANAGE) && rights.contains(SEND);
            case ADMIN -> user.equals("admin");
            case OPERATOR -> user.equals("operator") || user.equals("admin");
        };
    }
}
