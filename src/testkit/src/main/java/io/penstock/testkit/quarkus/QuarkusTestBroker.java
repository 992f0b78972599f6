package io.penstock.testkit.quarkus;

import io.penstock.Broker;
import io.penstock.testkit.BrokerFields;
import io.penstock.testkit.CurrentBroker;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Tells tests with {@code @QuarkusTest} which broker is theirs, and empties it if they ask for that. Quarkus finds it
 * through {@link java.util.ServiceLoader}.
 */
public final class QuarkusTestBroker implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback {

    private static volatile @Nullable Class<?> emptiedFor;

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        var broker = CDI.current().select(Broker.class);
        if (!broker.isResolvable()) {
            return;
        }
        var current = broker.get();
        CurrentBroker.set(current, BrokerTime::now);
        var instances = new ArrayList<>(context.getOuterInstances());
        instances.add(context.getTestInstance());
        BrokerFields.set(instances, current);
        var fresh = context.getTestInstance().getClass().getAnnotation(FreshBroker.class);
        if (fresh != null) {
            empty(current, fresh.value(), context.getTestInstance().getClass());
        }
    }

    private static void empty(Broker broker, FreshBroker.Per per, Class<?> test) {
        if (per == FreshBroker.Per.METHOD || emptiedFor != test) {
            Emptying.empty(broker);
        }
        emptiedFor = test;
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        CurrentBroker.clear();
    }
}
