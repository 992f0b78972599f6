package io.penstock.broker;

import io.penstock.Alerts;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterRequest;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Operations;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.RedriveRequest;
import io.penstock.ReplayRequest;
import io.penstock.Routing;
import io.penstock.Schedule;
import io.penstock.Schedules;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every method of a broker and of what it gives out, with null in place of each argument that must not be: it is
 * refused by the parameter's name, thrown or by the stage, before anything happens.
 */
class NullArgumentsTest {

    @TempDir
    Path directory;

    private final Map<Class<?>, Object> samples = Map.ofEntries(
            Map.entry(String.class, "orders"),
            Map.entry(byte[].class, new byte[1]),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, false),
            Map.entry(Class.class, String.class),
            Map.entry(Object.class, "payload"),
            Map.entry(Duration.class, Duration.ofMinutes(1)),
            Map.entry(List.class, List.of()),
            Map.entry(DestinationKind.class, DestinationKind.QUEUE),
            Map.entry(Consumer.class, (Consumer<Object>) event -> {}),
            Map.entry(DeliveryHandler.class, (DeliveryHandler) delivery -> {}),
            Map.entry(Message.class, Message.to("orders").build()),
            Map.entry(Destination.class, Destination.queue("orders").build()),
            Map.entry(Subscription.class, Subscription.ofQueue("orders").build()),
            Map.entry(
                    ConsumerOptions.class,
                    ConsumerOptions.ofQueue("orders", "c").build()),
            Map.entry(ProducerOptions.class, ProducerOptions.of("p").build()),
            Map.entry(StartPosition.class, StartPosition.EARLIEST),
            Map.entry(ReplayRequest.class, ReplayRequest.all("orders").build()),
            Map.entry(BrowseRequest.class, BrowseRequest.all("orders", 1).build()),
            Map.entry(RedriveRequest.class, RedriveRequest.all("orders").build()),
            Map.entry(
                    DeadLetterRequest.class,
                    DeadLetterRequest.all("orders", "ada").build()),
            Map.entry(Binding.class, Binding.all("exchange", "orders").build()),
            Map.entry(TopicRule.class, TopicRule.of("rule", "topic.#").build()),
            Map.entry(Delivery.class, unused(Delivery.class)),
            Map.entry(Producer.class, unused(Producer.class)),
            Map.entry(
                    Schedule.class,
                    Schedule.every(
                                    "s",
                                    Duration.ofHours(1),
                                    Message.to("orders").build())
                            .build()));

    @Test
    void shouldRefuseNullByTheNameOfItsParameterEverywhere() throws Exception {
        var faults = new ArrayList<String>();
        int tried = 0;
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory))) {
            broker.declare(Destination.queue("orders").build());
            broker.declare(Destination.exchange("exchange", ExchangeType.FANOUT).build());
            tried += check(Broker.class, broker, faults);
            tried += check(Operations.class, broker.operations(), faults);
            tried += check(Schedules.class, broker.schedules(), faults);
            tried += check(Alerts.class, broker.alerts(), faults);
            tried += check(Routing.class, broker.routing(), faults);
            tried += check(Transaction.class, broker.begin(), faults);
            tried += check(
                    Producer.class, broker.producer(ProducerOptions.of("p").build()), faults);
            assertThat(broker.destinations()).hasSize(2);
        }
        assertThat(faults).isEmpty();
        assertThat(tried).isGreaterThan(50);
    }

    private int check(Class<?> type, Object on, List<String> faults) {
        int tried = 0;
        for (var method : type.getMethods()) {
            for (int i = 0; i < method.getParameterCount(); i++) {
                var parameter = method.getParameters()[i];
                if (parameter.getType().isPrimitive()
                        || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        || parameter.getType() == Object.class) {
                    // Whether an object can be sent, and null among them, is up to the codec.
                    continue;
                }
                tried++;
                var failure = failure(method, on, i);
                if (!isRefusal(failure, parameter.getName())) {
                    faults.add(type.getSimpleName() + "." + method.getName() + "(" + parameter.getName() + "): "
                            + failure);
                }
            }
        }
        return tried;
    }

    private static boolean isRefusal(@Nullable Throwable failure, String parameter) {
        boolean isOurs = failure instanceof PenstockException.InvalidConfiguration
                || failure instanceof PenstockException.InvalidMessage;
        return (failure instanceof NullPointerException || isOurs)
                && String.valueOf(failure.getMessage()).contains(parameter)
                && !failure.getMessage().contains("because");
    }

    private @Nullable Throwable failure(Method method, Object on, int missing) {
        var arguments =
                Arrays.stream(method.getParameterTypes()).map(samples::get).toArray();
        arguments[missing] = null;
        try {
            if (method.invoke(on, arguments) instanceof CompletionStage<?> stage) {
                stage.toCompletableFuture().join();
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(method.toString(), e);
        } catch (RuntimeException e) {
            return PenstockException.causeOf(e);
        }
    }

    private static Object unused(Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("hashCode") ? 1 : null);
    }
}
