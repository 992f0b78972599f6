package io.penstock.bench.jms;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.BiFunction;
import jakarta.jms.ConnectionFactory;

/**
 * Another provider, in this process and apart from Penstock: its classes come from a folder of jars, so that nobody has
 * them on the class path who does not measure. What both share are the JDK and the interfaces of Jakarta Messaging.
 */
public final class Peer implements JmsProvider {

    /** Names the folder; without it, or if it is not there, no peer is measured. */
    static final String FOLDER_PROPERTY = "io.penstock.bench.peers";

    /** Set in a native executable only, which cannot load classes that it was not built with. */
    private static final String IMAGE = "org.graalvm.nativeimage.imagecode";

    private static final String SHARED_PACKAGE = "jakarta.jms.";

    private final URLClassLoader classes;
    private final ConnectionFactory connectionFactory;
    private final AutoCloseable server;

    private Peer(URLClassLoader classes, ConnectionFactory connectionFactory, AutoCloseable server) {
        this.classes = classes;
        this.connectionFactory = connectionFactory;
        this.server = server;
    }

    /** Whether there are peers to be measured. */
    public static boolean areHere() {
        var folder = System.getProperty(FOLDER_PROPERTY);
        return folder != null && Files.isDirectory(Path.of(folder)) && System.getProperty(IMAGE) == null;
    }

    /** @param type a class that makes a connection factory from a directory and whether to force, and can be closed */
    public static Source of(String type) {
        return (directory, forced) -> open(type, directory, forced);
    }

    @SuppressWarnings("unchecked")
    private static Peer open(String type, Path directory, boolean forced) throws IOException {
        var classes = new Loader(jars(Path.of(System.getProperty(FOLDER_PROPERTY))));
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(classes);
        try {
            var server = Class.forName(type, true, classes).getConstructor().newInstance();
            var factory = ((BiFunction<Path, Boolean, ConnectionFactory>) server).apply(directory, forced);
            return new Peer(classes, factory, (AutoCloseable) server);
        } catch (ReflectiveOperationException e) {
            classes.close();
            throw new IOException("The peer " + type + " cannot be started: " + e, e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL[] jars(Path folder) throws IOException {
        var urls = new ArrayList<URL>();
        try (var files = Files.list(folder)) {
            for (var jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                urls.add(url(jar));
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } catch (Exception e) {
            throw new IOException("The peer did not stop in order", e);
        } finally {
            classes.close();
        }
    }

    private static final class Loader extends URLClassLoader {

        private Loader(URL[] jars) {
            super(jars, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.startsWith(SHARED_PACKAGE)
                    ? Class.forName(name, false, Peer.class.getClassLoader())
                    : super.findClass(name);
        }
    }
}
