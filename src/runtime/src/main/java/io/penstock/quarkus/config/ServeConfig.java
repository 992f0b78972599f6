package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** The settings of the port at which the broker of this application serves other processes. */
@ConfigGroup
public interface ServeConfig {

    /** Whether there is such a port. */
    @WithDefault("false")
    boolean enabled();

    /** The address to listen on: {@code 0.0.0.0} for all of the machine. */
    @WithDefault("localhost")
    String host();

    /** The port to listen on: 1 to 65535. */
    @WithDefault("5680")
    @WithConverter(WrittenInt.class)
    int port();

    /**
     * The key that lets an instance in, in Base64: 16 bytes or more. Whoever has it may do everything. By default there
     * is none, and users log in.
     */
    Optional<String> sharedKey();

    /** The file with the port's key and certificate, PKCS#12 or JKS. By default nothing is encrypted. */
    Optional<Path> keyStore();

    /** The password of that file. */
    Optional<String> keyStorePassword();

    /** The file with the certificates of which every client has to show one, PKCS#12 or JKS. By default none does. */
    Optional<Path> trustStore();

    /** The password of that file. */
    Optional<String> trustStorePassword();

    /** The most connections at a time: 1 to 100000. */
    @WithDefault("1000")
    @WithConverter(WrittenInt.class)
    int maxConnections();
}
