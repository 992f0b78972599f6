package io.penstock.security;

import java.util.Set;

/**
 * A rule: who may do one thing at the destinations whose names match a pattern. A name of one of the {@link Roles}
 * means the role and never a user, so that nobody gets a role by being called like it.
 */
record PermissionRule(NamePattern pattern, Action action, Set<String> grantees) {

    boolean names(String name, Set<String> roles) {
        return grantees.contains(name) && !Roles.ALL.contains(name)
                || roles.stream().anyMatch(grantees::contains);
    }
}
