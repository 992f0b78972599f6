package io.penstock.embedded;

import java.nio.file.Path;
import java.util.Hashtable;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * Finds connection factories, queues and topics by JNDI names, as properties files of other providers do:
 *
 * <pre>
 * java.naming.factory.initial = io.penstock.embedded.PenstockInitialContextFactory
 * java.naming.provider.url = /var/lib/shop
 * connectionFactory.jms/Shop =
 * connectionFactory.jms/Billing = clientId=billing
 * queue.jms/Orders = orders
 * topic.jms/Prices = prices
 * </pre>
 *
 * <p>The URL is a directory, as a path or {@code file:} URI. If no broker runs there in this process, the first look-up
 * of a connection factory starts one; it runs until {@link PenstockJms#running} finds it and somebody closes it, or to
 * the end of the process. Always there: the names {@code ConnectionFactory}, {@code QueueConnectionFactory} and
 * {@code TopicConnectionFactory}, and {@code dynamicQueues/NAME} and {@code dynamicTopics/NAME} for any name.
 */
public final class PenstockInitialContextFactory implements InitialContextFactory {

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        var url = environment.get(Context.PROVIDER_URL);
        if (url == null || url.toString().isBlank()) {
            throw new ConfigurationException("Set " + Context.PROVIDER_URL + " to the directory of the broker's data.");
        }
        return new NamedContext(NamedObjects.read(environment, directory(url.toString())), environment);
    }

    private static Path directory(String url) throws NamingException {
        try {
            return url.startsWith("file:") ? Path.of(java.net.URI.create(url)) : Path.of(url);
        } catch (IllegalArgumentException e) {
            var problem = new ConfigurationException(
                    Context.PROVIDER_URL + " is '" + url + "': expected a directory, or a file: URI of one.");
            problem.initCause(e);
            throw problem;
        }
    }
}
