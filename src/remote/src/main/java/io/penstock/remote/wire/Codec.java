package io.penstock.remote.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A codec writes values of one type as the fields of a message, and reads them. Fields that it does not know it passes
 * over, so that a later version may add some.
 */
public interface Codec<T> {

    /** A message without fields. */
    Codec<Nothing> NOTHING = of((value, out) -> {}, in -> Nothing.NOTHING);

    Codec<String> TEXT = of((value, out) -> out.text(1, value), in -> in.text(1));

    Codec<Long> NUMBER = of((value, out) -> out.number(1, value), in -> in.number(1));

    Codec<Boolean> FLAG = of((value, out) -> out.flag(1, value), in -> in.flag(1));

    Codec<byte[]> BYTES = of((value, out) -> out.bytes(1, value), in -> in.bytes(1));

    /** The value of a message without fields. */
    enum Nothing {
        NOTHING
    }

    /** Two values. */
    record Pair<A, B>(A first, B second) {}

    /** Three values. */
    record Triple<A, B, C>(A first, B second, C third) {}

    void write(T value, Out out);

    /** @throws MalformedFrame if the fields are not those of a value */
    T read(In in);

    default byte[] bytes(T value) {
        var out = new Out();
        write(value, out);
        return out.toBytes();
    }

    static <T> Codec<T> of(BiConsumer<T, Out> write, Function<In, T> read) {
        return new Codec<>() {
            @Override
            public void write(T value, Out out) {
                write.accept(value, out);
            }

            @Override
            public T read(In in) {
                return read.apply(in);
            }
        };
    }

    static <E extends Enum<E>> Codec<E> constant(Class<E> type) {
        return of((value, out) -> out.constant(1, value), in -> in.constant(1, type));
    }

    static <T> Codec<List<T>> list(Codec<T> codec) {
        return of((values, out) -> out.messages(1, values, codec), in -> in.messages(1, codec));
    }

    static <T> Codec<Optional<T>> optional(Codec<T> codec) {
        return of(
                (value, out) -> out.message(1, value.orElse(null), codec),
                in -> Optional.ofNullable(in.messageOrNull(1, codec)));
    }

    static <A extends @Nullable Object, B extends @Nullable Object> Codec<Pair<A, B>> pair(
            Codec<A> first, Codec<B> second) {
        return of(
                (value, out) -> {
                    out.message(1, value.first(), first);
                    out.message(2, value.second(), second);
                },
                in -> new Pair<>(in.messageOrNull(1, first), in.messageOrNull(2, second)));
    }

    static <A, B, C> Codec<Triple<A, B, C>> triple(Codec<A> first, Codec<B> second, Codec<C> third) {
        return of(
                (value, out) -> {
                    out.message(1, value.first(), first);
                    out.message(2, value.second(), second);
                    out.message(3, value.third(), third);
                },
                in -> new Triple<>(
                        in.messageOrNull(1, first), in.messageOrNull(2, second), in.messageOrNull(3, third)));
    }
}
