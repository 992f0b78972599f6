package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.TypedSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A codec is the application's: whatever it does to a payload, that payload alone is refused, and says why. */
class CodecSenderTest {

    private record Order(int number) {}

    /** A broker to which nothing may come. */
    private final Broker untouched = (Broker) Proxy.newProxyInstance(
            Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                throw new AssertionError("sent after all: " + method);
            });

    /** A codec of which each method does as it is told. */
    private static final class Told implements PayloadCodec {

        private final Throwable thrown;
        private final String contentType;

        private Told(Throwable thrown, String contentType) {
            this.thrown = thrown;
            this.contentType = contentType;
        }

        @Override
        public String contentType() {
            return contentType;
        }

        @Override
        public byte[] encode(Object payload) {
            if (thrown != null) {
                Told.<RuntimeException>sneak(thrown);
            }
            return null;
        }

        /** Checked exceptions come out of codecs that are written in other languages. */
        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void sneak(Throwable thrown) throws E {
            throw (E) thrown;
        }

        @Override
        public <T> T decode(byte[] body, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    /** An exception that cannot even be shown. */
    private static final class Hostile extends RuntimeException {

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    static Stream<Throwable> shouldRefuseAPayloadThatItsCodecThrowsAt() {
        return Stream.of(
                new IllegalStateException("bad field"),
                new PenstockException.InvalidMessage("bad field"),
                new StackOverflowError("it contains itself"),
                new NoClassDefFoundError("com/acme/Gone"),
                new OutOfMemoryError("too large"),
                new AssertionError("assumed otherwise"),
                new IOException("closed"),
                new Throwable("anything"),
                new Hostile());
    }

    private TypedSender<Order> sender(PayloadCodec codec) {
        return new CodecSender<>(untouched, codec, "orders", Order.class);
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseAPayloadThatItsCodecThrowsAt(Throwable thrown) {
        var sender = sender(new Told(thrown, "application/json"));

        assertThatThrownBy(() -> sender.send(new Order(1)))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("Order")
                .hasMessageContaining("'orders'")
                .hasMessageContaining("application/json")
                .hasCause(thrown);
        assertThatThrownBy(() ->
                        sender.sendAsync(new Order(1)).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(PenstockException.InvalidMessage.class);
    }

    @Test
    void shouldRefuseAPayloadOfWhichItsCodecMakesNothing() {
        var sender = sender(new Told(null, "application/json"));

        assertThatThrownBy(() -> sender.send(new Order(1)))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("its codec gave no bytes")
                .hasNoCause();
    }

    @Test
    void shouldTellByTheStageWhatAChangeOfTheMessageThrows() {
        var sender = new CodecSender<>(untouched, new Told(null, "text/plain"), "orders", String.class);

        var stage = sender.sendAsync("x", message -> {
            throw new IllegalArgumentException("no");
        });

        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
    }
}
