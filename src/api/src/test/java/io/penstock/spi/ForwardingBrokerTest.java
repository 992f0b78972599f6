package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ForwardingBrokerTest {

    private final List<String> calls = new ArrayList<>();

    private final Broker recording = (Broker) Proxy.newProxyInstance(
            Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                calls.add(method.toGenericString());
                return answer(method.getReturnType());
            });

    private final class Plain extends ForwardingBroker {
        Plain() {
            super(recording);
        }
    }

    private static Object answer(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        return type == Optional.class ? Optional.empty() : null;
    }

    /** A method that is added to brokers and forgotten here would silently keep what is behind it out of reach. */
    @TestFactory
    Stream<DynamicTest> shouldForward() {
        return Arrays.stream(Broker.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers())
                        || method.getName().equals("sendAllAsync"))
                .map(method -> DynamicTest.dynamicTest(method.toGenericString(), () -> {
                    calls.clear();
                    method.invoke(new Plain(), arguments(method));
                    assertThat(calls).containsExactly(method.toGenericString());
                }));
    }

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == String.class ? "x" : null)
                .toArray();
    }

    @Test
    void shouldSendObjectsThroughWhatASubclassMakesOfSending() {
        var sent = new ArrayList<Message>();
        var engine = new ForwardingBroker(recording) {
            @Override
            public <T> io.penstock.TypedSender<T> sender(String destination, Class<T> type) {
                return new CodecSender<>(this, new UpperCaseCodec(), destination, type);
            }
        };
        var changed = new ForwardingBroker(engine) {
            @Override
            public Receipt send(Message message) {
                sent.add(message);
                return EngineReceipt.of("id", message.destination(), 0, 7);
            }

            @Override
            public java.util.concurrent.CompletionStage<Receipt> sendAsync(Message message) {
                return CompletableFuture.completedFuture(send(message));
            }
        };

        assertThat(changed.send("orders", 'a').offset()).isEqualTo(7);
        changed.sender("orders", Character.class).sendAsync('b', message -> message.key("k"));

        assertThat(sent).extracting(Message::bodyText).containsExactly("A", "B");
        assertThat(sent.get(0).headers().get("content-type")).isEqualTo("text/upper-case");
        assertThat(sent.get(1).keyText()).isEqualTo("k");
    }

    @Test
    void shouldRefuseAtTheDoorWhatCannotBeSent() {
        var sender = new CodecSender<>(recording, new UpperCaseCodec(), "orders", Object.class);

        assertThatThrownBy(() -> sender.send(null))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("'orders'");
        assertThatThrownBy(() -> sender.send(12))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("java.lang.Integer")
                .hasMessageContaining("no character");
        assertThatThrownBy(() -> sender.send(Message.to("orders").build()))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("send(Message)");
        assertThat(sender.sendAsync(12)).isCompletedExceptionally();
        assertThatThrownBy(() -> new CodecSender<>(recording, new UpperCaseCodec(), "orders", Message.class))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldSendTextAndBytesAsTheyAre() {
        var sender = new CodecSender<>(recording, new UpperCaseCodec(), "orders", Object.class);

        assertThat(sender.message("text").build().bodyText()).isEqualTo("text");
        assertThat(sender.message("text").build().headers().get("content-type")).startsWith("text/plain");
        assertThat(sender.message(new byte[] {1}).build().body()).containsExactly(1);
    }

    private static final class UpperCaseCodec implements PayloadCodec {

        @Override
        public String contentType() {
            return "text/upper-case";
        }

        @Override
        public byte[] encode(Object payload) {
            if (payload instanceof Character letter) {
                return new byte[] {(byte) Character.toUpperCase(letter)};
            }
            throw new PenstockException.InvalidMessage("it is no character");
        }

        @Override
        public <T> T decode(byte[] body, Class<T> type) {
            return type.cast(Character.toLowerCase((char) body[0]));
        }
    }
}
