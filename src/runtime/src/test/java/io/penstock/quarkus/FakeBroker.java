package io.penstock.quarkus;

import io.penstock.Broker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;

/** A broker that can do what its script can: an object with some of the methods of {@link Broker}. */
public final class FakeBroker {

    private FakeBroker() {}

    public static Broker with(Object script) {
        return (Broker) Proxy.newProxyInstance(
                FakeBroker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("hashCode")) {
                        return System.identityHashCode(proxy);
                    }
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    var scripted = Stream.of(script.getClass().getDeclaredMethods())
                            .filter(each -> each.getName().equals(method.getName()))
                            .findFirst()
                            .orElseThrow(() -> new UnsupportedOperationException(method.toString()));
                    scripted.setAccessible(true);
                    try {
                        return scripted.invoke(script, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
