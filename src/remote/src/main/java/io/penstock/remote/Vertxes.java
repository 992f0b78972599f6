package io.penstock.remote;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TCPSSLOptions;

/** How Vert.x is set up for one end of connections. */
final class Vertxes {

    private Vertxes() {}

    /** One event loop, which only moves bytes; no files. */
    static Vertx open() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    static void secure(TCPSSLOptions net, TlsOptions tls) {
        net.setSsl(true);
        if (tls.keyStore() != null) {
            net.setKeyCertOptions(tls.keyStore().options());
        }
        if (tls.trustStore() != null) {
            net.setTrustOptions(tls.trustStore().options());
            if (net instanceof NetServerOptions server) {
                server.setClientAuth(ClientAuth.REQUIRED);
            }
        }
    }
}
