package io.penstock.security;

import io.penstock.Destination;
import io.penstock.PenstockException;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Decides for one view of the broker what its caller may do, and remembers it by destination, so that a message costs a
 * look into a table. When users have changed it decides anew. Safe for use by any thread.
 */
final class CallerRights {

    /** The most destinations that are remembered; for further ones each decision is made again. */
    private static final int MAX_REMEMBERED = 1_000;

    private final AccessControl control;
    private final Caller caller;

    /** Whether the caller is still logged in: once it is not, nothing is allowed any more. */
    private final BooleanSupplier loggedIn;

    private volatile Known known;

    /** The temporary destinations that were made through this view: they are the caller's, and nobody else's. */
    private final Set<String> temporaries = ConcurrentHashMap.newKeySet();

    private record Known(Users users, Map<String, Integer> actions) {
        private static Known of(Users users) {
            return new Known(users, new ConcurrentHashMap<>());
        }
    }

    CallerRights(AccessControl control, Caller caller) {
        this(control, caller, () -> true);
    }

    CallerRights(AccessControl control, Caller caller, BooleanSupplier loggedIn) {
        this.control = control;
        this.caller = caller;
        this.loggedIn = loggedIn;
        known = Known.of(control.users());
    }

    Caller caller() {
        return caller;
    }

    /** What decisions rest on now: while it is the same, so are they. */
    Users users() {
        return control.users();
    }

    /** Whether the caller may do that there. */
    boolean allows(Action action, String destination) {
        return (allowed(destination) & action.bit()) != 0;
    }

    /** Whether the caller may do anything there, and so may know that it exists. */
    boolean allowsAny(String destination) {
        return allowed(destination) != 0;
    }

    private int allowed(String destination) {
        if (!loggedIn.getAsBoolean()) {
            return 0;
        }
        var now = control.users();
        var table = known;
        if (table.users != now) {
            table = Known.of(now);
            known = table;
        }
        var remembered = table.actions.get(destination);
        if (remembered != null) {
            return remembered;
        }
        int allowed = Destination.isTemporary(destination)
                ? ofTemporary(now, destination)
                : control.allowed(now, caller, destination);
        if (table.actions.size() < MAX_REMEMBERED && !Destination.isTemporary(destination)) {
            table.actions.put(destination, allowed);
        }
        return allowed;
    }

    /** Everybody who knows the name may send there, to reply; the rest is for who made it. */
    private int ofTemporary(Users now, String destination) {
        var roles = control.roles(now, caller);
        if (roles.isEmpty()) {
            return 0;
        }
        boolean isFree = temporaries.contains(destination) || roles.get().contains(Roles.ADMIN);
        return isFree ? Permissions.ALL : Action.SEND.bit();
    }

    /** Whether the caller may do that at all destinations that a pattern matches, now and later. */
    boolean allowsAll(Action action, String pattern) {
        return loggedIn.getAsBoolean() && control.allowsAll(caller, action, pattern);
    }

    /** Whether the caller may do what concerns the whole broker and everybody's destinations. */
    boolean allowsBroker() {
        return has(Roles.ADMIN) || has(Roles.OPERATOR);
    }

    private boolean has(String role) {
        return loggedIn.getAsBoolean()
                && control.roles(control.users(), caller)
                        .map(roles -> roles.contains(role))
                        .orElse(false);
    }

    /** @throws PenstockException.Forbidden if the caller may not do that there; the audit tells it */
    void require(Action action, String destination) {
        if (!allows(action, destination)) {
            throw forbidden(action.words() + " '" + destination + "'", action.toString(), destination);
        }
    }

    /** @throws PenstockException.Forbidden if the caller may do nothing there, and so may not know whether it exists */
    void requireAny(String destination) {
        if (!allowsAny(destination)) {
            throw forbidden("use '" + destination + "'", "look", destination);
        }
    }

    /** @throws PenstockException.Forbidden if the caller may not do that everywhere where the pattern matches */
    void requireAll(Action action, String pattern) {
        if (!allowsAll(action, pattern)) {
            throw forbidden(action.words() + " everything that matches '" + pattern + "'", action.toString(), pattern);
        }
    }

    /** @throws PenstockException.Forbidden if the caller is neither operator nor administrator */
    void requireBroker(String action, String words) {
        if (!allowsBroker()) {
            throw forbidden(words + ", which needs the role " + Roles.OPERATOR + " or " + Roles.ADMIN, action, "");
        }
    }

    /** @throws PenstockException.Forbidden if the caller is no administrator */
    void requireAdmin(String action, String words) {
        if (!has(Roles.ADMIN)) {
            throw forbidden(words + ", which needs the role " + Roles.ADMIN, action, "");
        }
    }

    private PenstockException.Forbidden forbidden(String words, String action, String target) {
        audit(action, target, AuditRecord.REFUSED, "");
        return new PenstockException.Forbidden("The user '" + caller.name() + "' may not " + words + ".");
    }

    /** What the caller may change. */
    ChangePermission changes() {
        return new ChangePermission(this);
    }

    /** Tells the audit what the caller did. */
    void audit(String action, String target, String outcome, String detail) {
        control.audit().add(new AuditRecord(caller.name(), caller.address(), action, target, outcome, detail));
    }

    /** Counts a temporary destination for the caller, over all its connections. */
    void takeTemporary() {
        control.limits().takeTemporary(caller);
    }

    void giveBackTemporary() {
        control.limits().giveBackTemporary(caller);
    }

    /** The caller has made a temporary destination. */
    void owns(String temporary) {
        temporaries.add(temporary);
    }

    /** A temporary destination of the caller is gone. */
    void gaveUp(String temporary) {
        temporaries.remove(temporary);
    }
}
