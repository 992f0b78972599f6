package io.penstock.quarkus;

import io.penstock.Broker;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;

/** What happens when an application starts, before any of its own code. */
@Recorder
public class PenstockRecorder {

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
