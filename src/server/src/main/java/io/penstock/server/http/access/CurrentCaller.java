package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.TopicRule;
import io.penstock.security.AccessControl;
import io.penstock.security.Action;
import io.penstock.security.Caller;
import io.penstock.security.ChangePermission;
import io.penstock.security.Sight;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Tells who makes the current request, for what outlives it and is the caller's alone. */
@Singleton
public final class CurrentCaller {

    private static final String ANYBODY = "";

    private final Provider<Broker> broker;
    private final CurrentVertxRequest request;
    private final AccessControl access;
    private final Sessions sessions;

    CurrentCaller(Provider<Broker> broker, CurrentVertxRequest request, AccessControl access, Sessions sessions) {
        this.broker = broker;
        this.request = request;
        this.access = access;
        this.sessions = sessions;
    }

    /**
     * A text that no other caller has; while the server is open, all have the same. A user of the store and one of a
     * provider are two, though their names are equal.
     */
    public String id() {
        var caller = Admission.of(request.getCurrent()).caller();
        return caller == null ? ANYBODY : (caller.stored() ? "store:" : "other:") + caller.name();
    }

    /** @throws PenstockException.Forbidden if the caller may not do that there, whatever they might before */
    public void require(Action action, String destination) {
        checking(action, destination).run();
    }

    /**
     * Checks first whether the caller may make a change at all, since the conditions of the request must not tell how
     * what they may not change stands.
     *
     * @param change asks for its permission
     */
    public void requireChange(Consumer<ChangePermission> change) {
        var caller = Admission.of(request.getCurrent()).caller();
        if (caller != null) {
            change.accept(access.changes(caller));
        }
    }

    /** To declare a rule, also in the place of one that the caller does not see. */
    public void requireChange(TopicRule rule) {
        requireChange(change -> change.of(rule, broker.get().routing()));
    }

    /** What the caller may see, also after the request; while the server is open, everything. */
    public Sight sight() {
        var caller = Admission.of(request.getCurrent()).caller();
        return caller == null ? Sight.EVERYTHING : access.sight(caller);
    }

    /** The same check, for what goes on after the request. */
    public Runnable checking(Action action, String destination) {
        var admission = Admission.of(request.getCurrent());
        var caller = admission.caller();
        if (caller == null) {
            return () -> {};
        }
        return () -> {
            requireLogin(admission, caller);
            access.require(caller, action, destination);
        };
    }

    /** Checks that the caller is still logged in, for what goes on after the request. */
    public Runnable checkingLogin() {
        var admission = Admission.of(request.getCurrent());
        var caller = admission.caller();
        return caller == null ? () -> {} : () -> requireLogin(admission, caller);
    }

    private void requireLogin(Admission admission, Caller caller) {
        var session = admission.session();
        boolean isGone = session == null
                ? caller.stored() && access.users().roles(caller.name()).isEmpty()
                : !sessions.isOpen(session);
        if (isGone) {
            throw new PenstockException.Forbidden("'" + caller.name() + "' is not logged in any more.");
        }
    }

    /** Who makes the request; null while the server is open. */
    public @Nullable Caller caller() {
        return Admission.of(request.getCurrent()).caller();
    }

    /** What the caller may do at a destination. */
    public Set<Action> actions(String destination) {
        var caller = caller();
        return caller == null ? EnumSet.allOf(Action.class) : access.actions(caller, destination);
    }
}
