package io.penstock.quarkus.listener;

import io.penstock.DeadLetterAlert;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.broker.filter.Filter;
import io.penstock.quarkus.config.ListenerConfig;
import io.penstock.quarkus.config.ListenerConfig.DeadLetterConfig;
import io.penstock.quarkus.config.ListenerConfig.RetryConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.spi.ClassNames;
import io.quarkus.runtime.ImageMode;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks each setting of a listener by itself. The builders of policies and options check whether values fit together.
 */
final class ListenerValues {

    private static final Logger LOG = Logger.getLogger(ListenerValues.class);

    private final Setting setting;

    private ListenerValues(Setting setting) {
        this.setting = setting;
    }

    /**
     * Checks all settings of a listener.
     *
     * @throws PenstockException.InvalidConfiguration if a value is invalid; the message names the property, the value
     *     and the valid range
     */
    static void check(Setting setting, ListenerConfig config) {
        var values = new ListenerValues(setting);
        config.concurrency()
                .ifPresent(count -> setting.of("concurrency").within(count, 1, ListenerDefinition.MAX_CONCURRENCY));
        config.prefetch().ifPresent(count -> setting.of("prefetch").within(count, 1, ListenerDefinition.MAX_PREFETCH));
        config.batchSize().ifPresent(count -> setting.of("batch-size").within(count, 1, ListenerDefinition.MAX_BATCH));
        values.duration("lease", config.lease());
        values.duration("max-processing-time", config.maxProcessingTime());
        setting.of("max-deliveries").within(config.maxDeliveries(), 1, Integer.MAX_VALUE);
        config.filter().ifPresent(values::filter);
        config.start().ifPresent(values::start);
        new ListenerValues(setting.of("retry")).retry(config.retry());
        new ListenerValues(setting.of("dead-letter")).deadLetter(config.deadLetter());
    }

    private void duration(String name, Optional<Duration> value) {
        value.ifPresent(duration -> setting.of(name).within(duration, Duration.ZERO, ListenerDefinition.LONGEST));
    }

    private void filter(String text) {
        try {
            Filter.parse(text);
        } catch (PenstockException.InvalidFilter e) {
            throw setting.of("filter").wrong(text, e.getMessage());
        }
    }

    private void start(String text) {
        try {
            StartPosition.valueOf(text);
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.of("start").wrong(text, e.getMessage());
        }
    }

    private void retry(RetryConfig config) {
        config.maxRetries().ifPresent(count -> setting.of("max-retries").within(count, -1, Integer.MAX_VALUE));
        duration("delay", config.delay());
        duration("max-delay", config.maxDelay());
        duration("jitter", config.jitter());
        duration("max-duration", config.maxDuration());
        config.retryOn().ifPresent(names -> classes(setting.of("retry-on"), names));
        config.abortOn().ifPresent(names -> classes(setting.of("abort-on"), names));
        config.factor().ifPresent(factor -> {
            if (!(factor >= 1 && Double.isFinite(factor))) {
                throw setting.of("factor").wrong(factor, "choose 1 or more.");
            }
        });
    }

    private void deadLetter(DeadLetterConfig config) {
        config.queue().ifPresent(queue -> requireQueue(setting.of("queue"), queue));
        config.routes().forEach((exception, queue) -> {
            var route = Setting.entry(setting.of("routes").property(), exception);
            requireQueue(route, queue);
            requireClass(route, exception);
        });
        var alert = setting.of("alert");
        config.alert()
                .moreThan()
                .ifPresent(letters -> alert.of("more-than").within(letters, 0, DeadLetterAlert.MAX_LETTERS));
        alert.of("window")
                .within(
                        config.alert().window(),
                        Duration.ofSeconds(1),
                        Duration.ofDays(DeadLetterAlert.MAX_WINDOW_DAYS));
    }

    private static void classes(Setting setting, List<String> names) {
        names.forEach(name -> requireClass(setting, name));
    }

    /** Checks the name of an exception. */
    private static void requireClass(Setting setting, String name) {
        var problem = ClassNames.problem(name);
        if (problem != null) {
            throw setting.wrong(name, problem);
        }
        if (!isThere(name)) {
            LOG.warnf(
                    "%s names the class %s, which is not in this application: no failure is one of it. Correct the"
                            + " name, or remove it.",
                    setting.property(), name);
        }
    }

    /** A native image knows only the classes that its build was told of, so there nobody can tell. */
    private static boolean isThere(String name) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            return true;
        }
        try {
            Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Checks the name of a queue for dead letters. */
    private static void requireQueue(Setting setting, String queue) {
        if (Destination.isTemporary(queue)) {
            throw setting.wrong(
                    queue, "that is the name of a temporary destination, where dead letters would be lost.");
        }
        try {
            Destination.queue(queue).build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.wrong(queue, e.getMessage());
        }
    }
}
