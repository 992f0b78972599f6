package io.penstock.bench.application.load;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import java.util.List;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What an application does with channels, as short as it can be. The flow bounds what emitters have to hold. */
@Singleton
public class Channels {

    private final Flow flow;
    private final Emitter<byte[]> emitter;
    private final Emitter<byte[]> toMethod;

    @Inject
    Channels(
            Flow flow,
            @Channel("emitter-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> emitter,
            @Channel("channels-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> toMethod) {
        this.flow = flow;
        this.emitter = emitter;
        this.toMethod = toMethod;
    }

    @Incoming("incoming")
    @Blocking
    void blocking(byte[] body) {
        flow.handled(body);
    }

    @Incoming("incoming-uni")
    Uni<Void> uni(byte[] body) {
        flow.handled(body);
        return Uni.createFrom().voidItem();
    }

    @Incoming("incoming-batch")
    @Blocking
    void batch(List<byte[]> bodies) {
        flow.handled(bodies);
    }

    @Incoming("channels")
    @Blocking
    void emitted(byte[] body) {
        flow.handled(body);
    }

    void emit(Way way, byte[] body) {
        (way == Way.EMITTER ? emitter : toMethod).send(body).whenComplete((sent, failure) -> flow.failIf(failure));
    }
}
