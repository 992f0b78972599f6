package io.penstock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every public method of every value and builder of the API, with null in place of each argument that must not be: it
 * is refused by the parameter's name, at once or when the value is built.
 */
class NullArgumentsTest {

    private static final List<Class<?>> TYPES = List.of(
            AlertRule.class,
            Binding.class,
            BrowseRequest.class,
            ConsumerOptions.class,
            DeadLetterAlert.class,
            DeadLetterPolicy.class,
            DeadLetterRequest.class,
            Destination.class,
            Exchange.class,
            Headers.class,
            Limits.class,
            Message.class,
            PlainText.class,
            ProducerOptions.class,
            RedriveRequest.class,
            ReplayRequest.class,
            Retention.class,
            RetryPolicy.class,
            Schedule.class,
            StartPosition.class,
            Subscription.class,
            Times.class,
            TopicRule.class,
            Utf8.class);

    private final Map<Class<?>, Object> samples = new HashMap<>(Map.of(
            String.class,
            "orders",
            byte[].class,
            new byte[1],
            Duration.class,
            Duration.ofMinutes(5),
            Instant.class,
            Instant.EPOCH,
            List.class,
            List.of(),
            Set.class,
            Set.of(),
            Map.class,
            Map.of(),
            UnaryOperator.class,
            UnaryOperator.identity(),
            java.time.ZoneId.class,
            ZoneOffset.UTC,
            Throwable.class,
            new IllegalStateException()));

    @Test
    void shouldRefuseNullByTheNameOfItsParameterEverywhere() throws Exception {
        var alert = DeadLetterAlert.of(1, Duration.ofMinutes(5)).build();
        samples.put(DeadLetterAlert.class, alert);
        samples.put(AlertCondition.class, new AlertCondition.DeadLetters(alert));
        samples.put(Supplier.class, (Supplier<Object>) () -> "text");
        samples.put(Message.class, Message.to("orders").build());
        samples.put(Exchange.class, Exchange.of(ExchangeType.DIRECT).build());
        samples.put(Destination.class, Destination.queue("orders").build());
        samples.put(Headers.class, Headers.builder().set("name", "value").build());
        samples.put(Subscription.class, Subscription.ofQueue("orders").build());
        samples.put(Retention.class, Retention.ofKind(DestinationKind.QUEUE));
        samples.put(RetryPolicy.class, RetryPolicy.DEFAULT);
        samples.put(DeadLetterPolicy.class, DeadLetterPolicy.DEFAULT);
        samples.put(StartPosition.class, StartPosition.EARLIEST);
        samples.put(Limits.class, Limits.NONE);
        var faults = new ArrayList<String>();
        int tried = 0;
        for (var type : TYPES) {
            for (var method : type.getMethods()) {
                tried += check(method, Modifier.isStatic(method.getModifiers()) ? null : instance(type), faults);
            }
            for (var nested : type.getClasses()) {
                for (var method : nested.getMethods()) {
                    if (nested.getSimpleName().equals("Builder") && !Modifier.isStatic(method.getModifiers())) {
                        tried += check(method, builder(type), faults);
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(tried).isGreaterThan(100);
    }

    private int check(Method method, @Nullable Object on, List<String> faults) {
        if (!method.getDeclaringClass().getName().startsWith("io.penstock.")
                || method.getName().equals("equals")
                || method.isBridge()) {
            return 0;
        }
        int tried = 0;
        for (int i = 0; i < method.getParameterCount(); i++) {
            var parameter = method.getParameters()[i];
            if (parameter.getType().isPrimitive() || isNullable(parameter)) {
                continue;
            }
            assertThat(parameter.isNamePresent())
                    .as("compiled with -parameters")
                    .isTrue();
            tried++;
            var failure = failure(method, on, arguments(method, i));
            if (!isRefusal(failure, parameter.getName())) {
                faults.add(method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameter.getName()
                        + "): " + failure);
            }
        }
        return tried;
    }

    private static boolean isRefusal(@Nullable Throwable failure, String parameter) {
        boolean isOurs = failure instanceof PenstockException.InvalidConfiguration;
        return (failure instanceof NullPointerException || isOurs)
                && String.valueOf(failure.getMessage()).contains(parameter)
                && !failure.getMessage().contains("because");
    }

    private static boolean isNullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private Object[] arguments(Executable method, int missing) {
        var arguments =
                Arrays.stream(method.getParameterTypes()).map(this::sample).toArray();
        arguments[missing] = null;
        return arguments;
    }

    private Object sample(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == double.class) {
            return 1.0;
        }
        return type.isEnum() ? type.getEnumConstants()[0] : samples.get(type);
    }

    private static @Nullable Throwable failure(Method method, @Nullable Object on, Object[] arguments) {
        try {
            method.setAccessible(true);
            var result = method.invoke(on, arguments);
            if (result != null && result.getClass().getSimpleName().equals("Builder")) {
                var build = result.getClass().getMethod("build");
                build.setAccessible(true);
                build.invoke(result);
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method.toString(), e);
        }
    }

    private Object instance(Class<?> type) throws ReflectiveOperationException {
        if (type == Times.class || type == PlainText.class || type == Utf8.class) {
            return "unused";
        }
        if (samples.containsKey(type)) {
            return samples.get(type);
        }
        var builder = builder(type);
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private Object builder(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "AlertRule" -> AlertRule.of("letters", (AlertCondition) samples.get(AlertCondition.class));
            case "Binding" -> Binding.all("exchange", "orders");
            case "BrowseRequest" -> BrowseRequest.all("orders", 1);
            case "ConsumerOptions" -> ConsumerOptions.ofQueue("orders", "consumer");
            case "DeadLetterAlert" -> DeadLetterAlert.of(1, Duration.ofMinutes(1));
            case "DeadLetterPolicy" -> DeadLetterPolicy.builder();
            case "DeadLetterRequest" -> DeadLetterRequest.all("orders", "ada");
            case "Destination" -> Destination.queue("orders");
            case "Exchange" -> Exchange.of(ExchangeType.DIRECT);
            case "Headers" -> Headers.builder();
            case "Limits" -> Limits.builder();
            case "Message" -> Message.to("orders");
            case "ProducerOptions" -> ProducerOptions.of("producer");
            case "RedriveRequest" -> RedriveRequest.all("orders");
            case "ReplayRequest" -> ReplayRequest.all("orders");
            case "Retention" -> Retention.builder();
            case "RetryPolicy" -> RetryPolicy.builder();
            case "Schedule" ->
                Schedule.every(
                        "nightly", Duration.ofHours(1), Message.to("orders").build());
            case "Subscription" -> Subscription.ofTopic("orders", "audit");
            case "TopicRule" -> TopicRule.of("audit", "orders.#");
            default -> throw new AssertionError(type);
        };
    }
}
