package io.penstock.quarkus.listener;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.PenstockConfig.MessageDrivenConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.quarkus.config.UnknownEntries;
import io.penstock.quarkus.jms.JmsNames;
import org.jboss.logging.Logger;

import java.util.Collection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Applies configuration and JNDI names to message-driven beans. */
@Singleton
public class MessageDrivenBeans {

    private static final Logger LOG = Logger.getLogger(MessageDrivenBeans.class);

    private final PenstockConfig config;
    private final ConfigExpressions expressions;
    private final JmsNames names;

    @Inject
    MessageDrivenBeans(PenstockConfig config, ConfigExpressions expressions, JmsNames names) {
        this.config = config;
        this.expressions = expressions;
        this.names = names;
    }

    /** The definition of a bean with the destination and the number of instances that configuration gives it. */
    ListenerDefinition definition(MessageDrivenBean bean) {
        var annotated = bean.definition();
        var name = annotated.name();
        var settings = config.jms().mdb().get(name);
        if (settings.maxSession().isPresent()
                && config.listeners().get(name).concurrency().isPresent()) {
            throw new PenstockException.InvalidConfiguration("quarkus.penstock.jms.mdb.\"" + name
                    + "\".max-session and penstock.listeners.\"" + name + "\".concurrency both set the number of"
                    + " consumers: remove one of them.");
        }
        var setting = Setting.entry("quarkus.penstock.jms.mdb", name);
        settings.maxSession()
                .ifPresent(most -> setting.of("max-session").within(most, 1, ListenerDefinition.MAX_CONCURRENCY));
        var destination = destination(bean, settings, setting);
        return annotated.with(destination, settings.maxSession().orElse(annotated.concurrency()));
    }

    private Destination destination(MessageDrivenBean bean, MessageDrivenConfig settings, Setting setting) {
        var kind = bean.typed() ? bean.definition().kind() : null;
        if (settings.destination().isEmpty()) {
            return names.destination(expressions.resolve(bean.definition().destination()), kind);
        }
        var name = settings.destination().get();
        try {
            return names.destination(name, kind);
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.of("destination").wrong(name, e.getMessage());
        }
    }

    void warnOfUnknown(Collection<String> beans) {
        UnknownEntries.of("quarkus.penstock.jms.mdb", config.jms().mdb().keySet(), beans, "message-driven bean")
                .forEach(LOG::warn);
    }
}
