package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.TopicRule;
import io.penstock.security.AccessControl;
import io.penstock.security.Action;
import io.penstock.security.ChangePermission;
import io.penstock.security.Sight;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;

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

    CurrentCaller(Provider<Broker> broker, CurrentVertxRequest request, AccessControl access) {
        this.broker = broker;
        this.request = request;
        this.access = access;
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
        var caller = Admission.of(request.getCurrent()).caller();
        return caller == null ? () -> {} : () -> access.require(caller, action, destination);
    }
}
