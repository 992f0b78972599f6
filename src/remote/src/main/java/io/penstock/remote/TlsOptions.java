package io.penstock.remote;

import io.penstock.PenstockException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyStoreOptions;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * TLS options say which certificate an end of a connection shows, and whom it trusts. Stores are files in the format
 * PKCS#12 or JKS.
 *
 * @param keyStore the own key and certificate: a server needs one; null for none
 * @param trustStore the certificates that are trusted; null for those that Java trusts. A server that has one demands
 *     a certificate of every client
 */
public record TlsOptions(@Nullable Store keyStore, @Nullable Store trustStore) {

    /**
     * A file with keys or certificates.
     *
     * @param password of the file and of the keys in it
     */
    public record Store(Path file, String password) {

        public Store {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(password, "password");
        }

        KeyStoreOptions options() {
            try {
                return new KeyStoreOptions()
                        .setType(file.toString().endsWith(".jks") ? "JKS" : "PKCS12")
                        .setPassword(password)
                        .setValue(Buffer.buffer(Files.readAllBytes(file)));
            } catch (IOException e) {
                var problem = new PenstockException.InvalidConfiguration(
                        "The key store '" + file + "' cannot be read: " + e.getMessage());
                problem.initCause(e);
                throw problem;
            }
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Store[" + file + "]";
        }
    }
}
