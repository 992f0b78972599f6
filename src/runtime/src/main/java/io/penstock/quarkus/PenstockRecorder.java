package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.KnownProperties;
import io.penstock.quarkus.config.StartFailure;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import org.eclipse.microprofile.config.ConfigProvider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the broker when the application starts, before any of the application's own code, and carries what the build
 * found over to run time: the injected senders, and what channels are read as.
 */
@Recorder
public class PenstockRecorder {

    public RuntimeValue<ChannelPayloads> payloads(List<ChannelPayload> payloads) {
        return new RuntimeValue<>(ChannelPayloads.of(payloads));
    }

    public RuntimeValue<SenderRegistry> senders(List<SenderDefinition> senders) {
        return new RuntimeValue<>(new SenderRegistry(senders));
    }

    /** Empties the data directory that tests have by default, before anything of the application has it open. */
    public void emptyTestDirectory(String directory) {
        TestDirectory.empty(Path.of(directory));
    }

    /**
     * Refuses properties of ours that nobody reads. In tests, system properties may be those of the tests themselves.
     */
    public void checkProperties(List<String> known) {
        var config = ConfigProvider.getConfig();
        var names = new ArrayList<String>();
        config.getPropertyNames().forEach(names::add);
        if (LaunchMode.current() == LaunchMode.TEST) {
            names.removeAll(System.getProperties().stringPropertyNames());
        }
        try {
            new KnownProperties(known).check(names);
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /**
     * Opens the broker, unless it is a bean of the application. What such a bean needs may not be there yet, so its
     * destinations are declared by the first observer of the start.
     */
    public void open() {
        var container = Arc.container();
        if (!BrokerProducer.isOfApplication(container.beanManager())) {
            container.instance(Broker.class).get();
        }
    }
}
