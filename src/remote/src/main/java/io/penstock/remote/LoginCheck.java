package io.penstock.remote;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.remote.connection.SharedKey;
import io.penstock.remote.connection.Side;
import io.penstock.remote.wire.Handshake;
import io.penstock.security.Caller;
import io.penstock.security.LoginRefused;
import io.penstock.spi.CountingBroker;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.function.Supplier;

/** Lets clients in: as users, as instances with the shared key, or everybody if the server is open. */
final class LoginCheck {

    /** An instance that has the key and speaks for nobody else; no user can have that name. */
    private static final String INSTANCE = "";

    private final Broker broker;
    private final BrokerServerOptions options;

    LoginCheck(Broker broker, BrokerServerOptions options) {
        this.broker = broker;
        this.options = options;
    }

    /**
     * @param view makes the broker as the caller may use it
     * @param proof that the server has the key too; null if it was not used
     */
    record Admitted(String caller, Supplier<Broker> view, byte @Nullable [] proof) {}

    /** @throws PenstockException.Forbidden if the client has not proven who it is */
    Admitted admit(Handshake.Login login, byte[] serverNonce, byte[] link, String address) {
        if (options.isOpen) {
            return new Admitted(INSTANCE, () -> counting(address), null);
        }
        byte[] nonce = login.nonce();
        if (nonce != null && options.key != null) {
            return byKey(options.key, login, serverNonce, nonce, link, address);
        }
        return byPassword(login, address);
    }

    /** Counts what the client sends, by its user or, if it has none, by where it calls from. */
    private Broker counting(String name) {
        return CountingBroker.as(broker, "remote", name);
    }

    private Admitted byKey(
            SharedKey key, Handshake.Login login, byte[] serverNonce, byte[] nonce, byte[] link, String address) {
        byte[] expected = key.proof(Side.CLIENT, serverNonce, nonce, link, login.user());
        if (nonce.length != Handshake.NONCE_BYTES || !SharedKey.isSame(expected, login.proof())) {
            throw new PenstockException.Forbidden("The client does not have the shared key of this server.");
        }
        byte[] proof = key.proof(Side.SERVER, serverNonce, nonce, link, login.user());
        if (login.user().equals(INSTANCE)) {
            return new Admitted(INSTANCE, () -> counting(address), proof);
        }
        var access = options.access;
        if (access == null) {
            throw new PenstockException.Forbidden("The client calls for the user '" + login.user()
                    + "', and this server knows no users whom it could check.");
        }
        var roles = access.users().roles(login.user());
        var caller = new Caller(login.user(), roles.orElse(Set.of()), address, true);
        return new Admitted(caller.name(), () -> access.view(counting(caller.name()), caller), proof);
    }

    private Admitted byPassword(Handshake.Login login, String address) {
        var access = options.access;
        if (access == null) {
            throw new PenstockException.Forbidden("This server takes no users, but who has its shared key.");
        }
        try {
            var caller = access.login(login.user(), login.password(), address);
            return new Admitted(caller.name(), () -> access.view(counting(caller.name()), caller), null);
        } catch (LoginRefused e) {
            throw new PenstockException.Forbidden(e.getMessage());
        }
    }
}
