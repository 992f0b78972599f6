package io.penstock.security;

import java.util.Set;

/**
 * The roles that mean something by themselves. A user may have further roles, which only rules give a meaning: see
 * {@link Permissions}.
 */
public final class Roles {

    /** May do everything, whatever rules say. */
    public static final String ADMIN = "admin";

    /** May browse and manage every destination that no rule reserves, and do what concerns the whole broker. */
    public static final String OPERATOR = "operator";

    /** May send to every destination that no rule reserves. */
    public static final String PRODUCER = "producer";

    /** May receive from and browse every destination that no rule reserves. */
    public static final String CONSUMER = "consumer";

    /** The four of them. */
    public static final Set<String> ALL = Set.of(ADMIN, OPERATOR, PRODUCER, CONSUMER);

    private Roles() {}

    /** The actions that these roles allow where no rule says otherwise, one bit for each. */
    static int usual(Set<String> roles) {
        int actions = 0;
        if (roles.contains(OPERATOR)) {
            actions |= Action.BROWSE.bit() | Action.MANAGE.bit();
        }
        if (roles.contains(PRODUCER)) {
            actions |= Action.SEND.bit();
        }
        if (roles.contains(CONSUMER)) {
            actions |= Action.RECEIVE.bit() | Action.BROWSE.bit();
        }
        return actions;
    }
}
