package io.penstock.quarkus.security;

import io.penstock.quarkus.config.SecurityConfig;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a door to the network has to know before it opens: who can reach it, and whether there are users. */
public final class NetworkDoor {

    private NetworkDoor() {}

    /** Whether there are users who can log in. */
    public static boolean hasUsers(SecurityConfig security) {
        return security.usersFile().isPresent() || !security.users().isEmpty();
    }

    /**
     * Whether only programs of this machine can reach an address. A name that is not known is left to the server, which
     * says so when it binds to it.
     */
    public static boolean isOfThisMachine(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
