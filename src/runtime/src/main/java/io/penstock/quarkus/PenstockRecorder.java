package io.penstock.quarkus;

import io.penstock.Broker;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

import java.util.List;

/** The recorder does what happens when an application starts, before any of its own code. */
@Recorder
public class PenstockRecorder {

    public RuntimeValue<SenderRegistry> senders(List<SenderDefinition> senders) {
        return new RuntimeValue<>(new SenderRegistry(senders));
    }

    /**
     * Opens the broker, unless it is the application's own: whatever that one needs may not be there yet, so it has to
     * wait for the first observer of the start.
     */
    public void open() {
        var container = Arc.container();
        var beans = container.beanManager();
        var broker = beans.resolve(beans.getBeans(Broker.class));
        if (broker.getBeanClass() == BrokerProducer.class) {
            container.instance(Broker.class).get();
        }
    }
}
