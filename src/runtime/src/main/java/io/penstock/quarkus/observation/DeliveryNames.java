package io.penstock.quarkus.observation;

import io.penstock.Delivery;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

import java.util.AbstractMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The diagnostic context of the log for one delivery, whose names are put in when somebody asks for one of them. Few
 * handlers write a line for each message, and to put five names into a map takes a quarter of the time of a call that
 * does little. Any thread may use it.
 *
 * <p>Quarkus keeps the diagnostic context in the local data of a Vert.x context. The place is not part of its API, so
 * that it is looked once whether the names are found there; a platform that keeps them elsewhere is given them one by
 * one.
 */
final class DeliveryNames extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {

    /** Where {@link VertxMDC} keeps the map of a context. */
    private static final String PLACE = VertxMDC.class.getName();

    /** Whether {@link VertxMDC} finds the names; null until it was looked at. */
    private static volatile Boolean isFound;

    private final Delivery delivery;
    private volatile ConcurrentMap<String, Object> names;

    private DeliveryNames(Delivery delivery) {
        this.delivery = delivery;
    }

    /**
     * Names a delivery in a context that names nothing yet, or another delivery. The result is false if that cannot be
     * done without a look at each name.
     */
    static boolean put(Delivery delivery, Context context) {
        if (Boolean.FALSE.equals(isFound)) {
            return false;
        }
        var names = new DeliveryNames(delivery);
        var data = ((ContextInternal) context).localContextData();
        var before = data.putIfAbsent(PLACE, names);
        if (before != null) {
            // An earlier delivery of the same context that nobody asked for is as good as none.
            return before instanceof DeliveryNames earlier
                    && earlier.names == null
                    && data.replace(PLACE, before, names);
        }
        if (isFound == null) {
            isFound = VertxMDC.INSTANCE.getObject(DeliveryContext.MESSAGE_ID, context) != null;
            if (!isFound) {
                data.remove(PLACE, names);
                return false;
            }
        }
        return true;
    }

    private ConcurrentMap<String, Object> names() {
        var known = names;
        return known != null ? known : made();
    }

    private synchronized ConcurrentMap<String, Object> made() {
        if (names == null) {
            var made = new ConcurrentHashMap<String, Object>();
            DeliveryContext.name(delivery, made::put);
            names = made;
        }
        return names;
    }

    @Override
    public Object get(Object name) {
        return names().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return names().containsKey(name);
    }

    @Override
    public Object put(String name, Object value) {
        return names().put(name, value);
    }

    @Override
    public Object putIfAbsent(String name, Object value) {
        return names().putIfAbsent(name, value);
    }

    @Override
    public Object remove(Object name) {
        return names().remove(name);
    }

    @Override
    public boolean remove(Object name, Object value) {
        return names().remove(name, value);
    }

    @Override
    public Object replace(String name, Object value) {
        return names().replace(name, value);
    }

    @Override
    public boolean replace(String name, Object before, Object after) {
        return names().replace(name, before, after);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return names().entrySet();
    }
}
