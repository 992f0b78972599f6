package io.penstock.security;

import java.util.Set;

/** A rule: who may do one thing at the destinations whose names match a pattern. */
record PermissionRule(NamePattern pattern, Action action, Set<String> grantees) {

    boolean names(String name, Set<String> roles) {
        return grantees.contains(name) || roles.stream().anyMatch(grantees::contains);
    }
}
