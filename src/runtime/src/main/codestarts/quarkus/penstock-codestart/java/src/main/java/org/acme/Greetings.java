package org.acme;

import io.penstock.Broker;
import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

@ApplicationScoped
public class Greetings {

    @Inject
    Broker broker;

    void open(@Observes StartupEvent start) {
        broker.send("greetings", "Hello Penstock");
    }

    @QueueListener("greetings")
    @Retry(maxRetries = 3, delay = 1_000)
    @DeadLetter("greetings.failed")
    void greet(String greeting) {
        Log.info(greeting);
    }
}
