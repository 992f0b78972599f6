package io.penstock.security;

import java.util.Objects;
import java.util.Set;

/**
 * A caller is somebody who uses the broker through a door: a user who has proven who they are. Immutable.
 *
 * @param name by which rules and the audit know them
 * @param roles that they had when they logged in
 * @param address where they call from; empty if it is not known
 * @param stored whether they are a user of the store, whose roles may change while they are logged in; otherwise
 *     somebody else vouches for them, such as an OpenID provider
 */
public record Caller(String name, Set<String> roles, String address, boolean stored) {

    public Caller {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        roles = Set.copyOf(roles);
    }

    /** A caller whom another authority knows, with the roles that it has told. */
    public static Caller external(String name, Set<String> roles, String address) {
        return new Caller(name, roles, address, false);
    }

    @Override
    public String toString() {
        return name;
    }
}
