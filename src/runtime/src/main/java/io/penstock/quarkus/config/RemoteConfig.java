package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the broker of another process. They mean nothing unless {@code engine} is {@code remote}. */
@ConfigGroup
public interface RemoteConfig {

    /**
     * The addresses of the server, {@code HOST:PORT} each: they are tried one after the other, and the first one that
     * answers serves.
     */
    Optional<List<String>> servers();

    /** The name of the user that this application logs in as; with a shared key, the user that it calls for. */
    Optional<String> user();

    /** The password of that user. */
    Optional<String> password();

    /**
     * The key that the server has too, in Base64: 16 bytes or more. Whoever has it may do everything. A password takes
     * its place.
     */
    Optional<String> sharedKey();

    /** Whether the connection is encrypted. The server's certificate has to be for the host that was named. */
    @WithDefault("false")
    boolean tls();

    /** The file with the certificates that are trusted, PKCS#12 or JKS. By default those that Java trusts. */
    Optional<Path> trustStore();

    /** The password of that file. */
    Optional<String> trustStorePassword();

    /** The file with the key and certificate that this application shows, PKCS#12 or JKS. By default it shows none. */
    Optional<Path> keyStore();

    /** The password of that file. */
    Optional<String> keyStorePassword();

    /** The time that a call waits while no server can be reached, before it fails: 0 to 1 day. */
    @WithDefault("30s")
    @WithConverter(WrittenDuration.class)
    Duration failoverWait();
}
