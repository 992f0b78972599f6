package io.penstock.remote;

import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCall;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Which code serves which call. */
final class Services {

    private final Map<Integer, Service<?, ?>> services = new HashMap<>();

    Services() {
        DeclarationServices.addTo(this);
        SendingServices.addTo(this);
        ConsumingServices.addTo(this);
        OperatorServices.addTo(this);
    }

    @Nullable
    Service<?, ?> find(int kind) {
        return services.get(kind);
    }

    /** A call whose service blocks. */
    <Q, A> void answer(RemoteCall<Q, A> call, BiFunction<Served, Q, A> action) {
        add(call, false, (served, question) -> CompletableFuture.completedFuture(action.apply(served, question)));
    }

    /** A call whose service blocks, and has nothing to answer. */
    <Q> void perform(RemoteCall<Q, Codec.Nothing> call, BiConsumer<Served, Q> action) {
        answer(call, (served, question) -> {
            action.accept(served, question);
            return Codec.Nothing.NOTHING;
        });
    }

    /** A call whose service does not block. */
    <Q, A> void start(RemoteCall<Q, A> call, BiFunction<Served, Q, CompletionStage<A>> action) {
        add(call, true, action);
    }

    /** A call whose service does not block, and has nothing to answer. */
    <Q> void settle(RemoteCall<Q, Codec.Nothing> call, BiFunction<Served, Q, CompletionStage<Void>> action) {
        start(call, (served, question) -> action.apply(served, question).thenApply(done -> Codec.Nothing.NOTHING));
    }

    private <Q, A> void add(RemoteCall<Q, A> call, boolean isQuick, BiFunction<Served, Q, CompletionStage<A>> action) {
        services.put(call.kind(), new Service<>(call, isQuick, action));
    }
}
