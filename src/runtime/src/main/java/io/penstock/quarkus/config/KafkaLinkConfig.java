package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** The settings of the link between the owner of a cell in Kafka and the applications that use it. */
@ConfigGroup
public interface KafkaLinkConfig {

    /**
     * The address to listen on while this application owns the cell: by default for programs of this machine alone.
     * {@code 0.0.0.0} is for all networks of the machine.
     */
    @WithDefault("localhost")
    String host();

    /** The port to listen on; 0 for any that is free. */
    @WithDefault("5681")
    @WithConverter(WrittenInt.class)
    int port();

    /**
     * The host by which others reach this application. By default that which it listens on; if it listens on all
     * networks, the address by which the machine knows itself.
     */
    Optional<String> advertisedHost();

    /**
     * The key with which applications prove themselves to each other, in Base64, 16 bytes or more: the same for all. By
     * default each owner makes one and writes it to the journal, where whoever may read that topic can read it.
     */
    Optional<String> sharedKey();

    /** Whether the link is encrypted. An owner's certificate has to be for the host by which others reach it. */
    @WithDefault("false")
    boolean tls();

    /** The file with the key and certificate of this application, PKCS#12 or JKS. An owner needs one with TLS. */
    Optional<Path> keyStore();

    /** The password of that file. */
    Optional<String> keyStorePassword();

    /**
     * The file with the certificates that are trusted, PKCS#12 or JKS: an owner then asks for one, too. By default
     * those that Java trusts.
     */
    Optional<Path> trustStore();

    /** The password of that file. */
    Optional<String> trustStorePassword();
}
