package shop;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** By Reactive Messaging. */
@ApplicationScoped
public class Parcels {

    @Inject
    @Channel("parcels-out")
    Emitter<String> parcels;

    @Inject
    Diary diary;

    void open(@Observes StartupEvent start) {
        parcels.send("a parcel");
    }

    @Incoming("parcels")
    @Blocking
    void take(String parcel) {
        diary.write(parcel + " by Reactive Messaging");
    }
}
