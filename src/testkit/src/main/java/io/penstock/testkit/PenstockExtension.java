package io.penstock.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test method a broker of its own; see {@link PenstockTest}. */
public final class PenstockExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PenstockExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        var broker = broker(context);
        CurrentBroker.set(broker, broker.clock());
        BrokerFields.set(context.getRequiredTestInstances().getAllInstances(), broker);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CurrentBroker.clear();
        broker(context).close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTestMethod().isPresent()
                && parameter.getParameter().getType().isAssignableFrom(TestBroker.class)
                && parameter.getParameter().getType() != Object.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return broker(context);
    }

    private static TestBroker broker(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(TestBroker.class, type -> TestBroker.open(), TestBroker.class);
    }
}
