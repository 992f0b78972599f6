package io.penstock.quarkus.deployment;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.listener.DeadLetter;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the policies of a listener from the annotations on its method, or else from those on its class. */
final class PolicyReader {

    private final IndexView index;

    PolicyReader(IndexView index) {
        this.index = index;
    }

    RetryPolicy retry(MethodInfo method, ClassInfo bean) throws InvalidListener {
        var annotation = find(Names.RETRY, method, bean);
        if (annotation == null) {
            return RetryPolicy.DEFAULT;
        }
        if (find(Names.FAULT_TOLERANCE_RETRY, method, bean) != null) {
            throw new InvalidListener(
                    method,
                    "has both @Retry of Penstock, which delivers again, and @Retry of MicroProfile"
                            + " Fault Tolerance, which runs again at once: each run of one would repeat all runs of"
                            + " the other. Remove one of them.");
        }
        requireOneMeaning(method, classNames(annotation, "retryOn"), classNames(annotation, "abortOn"));
        try {
            return RetryPolicy.builder()
                    .maxRetries(annotation.valueWithDefault(index, "maxRetries").asInt())
                    .delay(duration(annotation, "delay", "delayUnit"))
                    .factor(annotation.valueWithDefault(index, "factor").asDouble())
                    .maxDelay(duration(annotation, "maxDelay", "maxDelayUnit"))
                    .jitter(duration(annotation, "jitter", "jitterDelayUnit"))
                    .maxDuration(duration(annotation, "maxDuration", "durationUnit"))
                    .retryOn(classNames(annotation, "retryOn"))
                    .abortOn(classNames(annotation, "abortOn"))
                    .build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(method, "has an invalid @Retry. " + e.getMessage());
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidListener(
                    method, "has an @Retry with a time that is no exact duration: " + e.getMessage() + ".");
        }
    }

    /** Refuses a class that is to be retried and not to be retried, of which one would be ignored silently. */
    private static void requireOneMeaning(MethodInfo method, List<String> retryOn, List<String> abortOn)
            throws InvalidListener {
        for (var failure : retryOn) {
            if (abortOn.contains(failure)) {
                throw new InvalidListener(
                        method,
                        "has an @Retry that names " + failure + " in both retryOn and abortOn: remove it from one of"
                                + " them.");
            }
        }
    }

    /**
     * The policy of a listener. Its dead letters must not go back to where they failed.
     *
     * @param destination the queue or topic that it listens to
     */
    DeadLetterPolicy deadLetter(MethodInfo method, ClassInfo bean, String destination) throws InvalidListener {
        var policy = deadLetter(method, bean);
        if (destination.equals(policy.destination())) {
            throw new InvalidListener(
                    method,
                    "has @DeadLetter(\"" + destination + "\"), but that is where it listens, and where its dead letters"
                            + " have failed: name another queue, or leave it out for the default.");
        }
        for (var route : policy.routes().entrySet()) {
            if (destination.equals(route.getValue())) {
                throw new InvalidListener(
                        method,
                        "has an @DeadLetter that routes " + route.getKey() + " to '" + destination
                                + "', but that is where it listens, and where its dead letters have failed: name"
                                + " another queue, or remove the route.");
            }
        }
        return policy;
    }

    DeadLetterPolicy deadLetter(MethodInfo method, ClassInfo bean) throws InvalidListener {
        var annotation = find(Names.DEAD_LETTER, method, bean);
        if (annotation == null) {
            return DeadLetterPolicy.DEFAULT;
        }
        var queue = annotation.valueWithDefault(index, "value").asString();
        var policy = annotation.valueWithDefault(index, "policy").asEnum();
        try {
            var plain = DeadLetterPolicy.builder()
                    .discard(policy.equals(DeadLetter.Policy.DISCARD.name()))
                    .destination(queue.isEmpty() ? null : queue)
                    .build();
            return plain.copy().routes(routes(annotation, method)).build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new InvalidListener(method, "has an invalid @DeadLetter. " + e.getMessage());
        }
    }

    private Map<String, String> routes(AnnotationInstance annotation, MethodInfo method) throws InvalidListener {
        var routes = new HashMap<String, String>();
        for (var route : annotation.valueWithDefault(index, "routes").asNestedArray()) {
            String failure = route.value("on").asClass().name().toString();
            String queue = route.value("to").asString();
            String other = routes.put(failure, queue);
            if (other != null) {
                throw new InvalidListener(
                        method,
                        "has an @DeadLetter that routes " + failure + " to '" + other + "' and to '" + queue
                                + "'. Remove one of them.");
            }
        }
        return routes;
    }

    /**
     * Finds the nearest annotation: on the method, on the bean's class, or on the class that the bean inherits the
     * method from.
     */
    static AnnotationInstance find(DotName name, MethodInfo method, ClassInfo bean) {
        return Stream.of(method, bean, method.declaringClass())
                .map(target -> target.declaredAnnotation(name))
                .filter(annotation -> annotation != null)
                .findFirst()
                .orElse(null);
    }

    private Duration duration(AnnotationInstance annotation, String amount, String unit) {
        return Duration.of(
                annotation.valueWithDefault(index, amount).asLong(),
                ChronoUnit.valueOf(annotation.valueWithDefault(index, unit).asEnum()));
    }

    private List<String> classNames(AnnotationInstance annotation, String attribute) {
        return Stream.of(annotation.valueWithDefault(index, attribute).asClassArray())
                .map(Type::name)
                .map(DotName::toString)
                .toList();
    }
}
