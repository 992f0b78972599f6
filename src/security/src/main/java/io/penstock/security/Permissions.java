package io.penstock.security;

import io.penstock.PenstockException;
import io.penstock.spi.NearestName;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of permissions: who may do what where. A rule reserves one action at the destinations of a pattern for the
 * users and roles that it names. Of several rules that match a name, the most specific one decides alone. Where no
 * rule says anything about an action, the roles decide. Who has the role {@link Roles#ADMIN} may do everything.
 * Immutable, safe for use by any thread.
 */
public final class Permissions {

    /** Permissions without a rule: the roles decide. */
    public static final Permissions BY_ROLES = new Permissions(List.of());

    /** The largest number of rules, since each decision that is made for the first time looks at all of them. */
    public static final int MAX_RULES = 10_000;

    static final int ALL = (1 << Action.values().length) - 1;

    private final Map<Action, List<PermissionRule>> rules = new EnumMap<>(Action.class);

    private Permissions(List<PermissionRule> all) {
        for (var action : Action.values()) {
            rules.put(
                    action,
                    all.stream()
                            .filter(rule -> rule.action() == action)
                            .sorted(Comparator.comparing(PermissionRule::pattern))
                            .toList());
        }
    }

    /**
     * Makes a table.
     *
     * @param grantees users and roles, by action as it is written, by pattern
     * @throws PenstockException.InvalidConfiguration if a pattern or an action is invalid, a rule names nobody, or
     *     there are more than {@link #MAX_RULES}
     */
    public static Permissions of(Map<String, Map<String, Set<String>>> grantees) {
        var all = new ArrayList<PermissionRule>();
        grantees.forEach((text, byAction) -> {
            var pattern = NamePattern.of(text);
            byAction.forEach((action, names) -> {
                if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
                    throw new PenstockException.InvalidConfiguration("The rule for '" + action + "' at '" + text
                            + "' needs at least one user or role, and none that is blank.");
                }
                all.add(new PermissionRule(pattern, Action.of(action), Set.copyOf(names)));
            });
        });
        if (all.size() > MAX_RULES) {
            throw new PenstockException.InvalidConfiguration(
                    "There are " + all.size() + " permissions: use at most " + MAX_RULES + ".");
        }
        return new Permissions(all);
    }

    /**
     * The same permissions, and that only administrators may do these things at a destination, unless a rule of its
     * very name says otherwise.
     */
    public Permissions reserving(String destination, Action... actions) {
        var all = new ArrayList<PermissionRule>();
        rules.values().forEach(all::addAll);
        var pattern = NamePattern.of(destination);
        for (var action : actions) {
            if (rules.get(action).stream().noneMatch(rule -> rule.pattern().equals(pattern))) {
                all.add(new PermissionRule(pattern, action, Set.of()));
            }
        }
        return new Permissions(all);
    }

    /**
     * Refuses rules that name somebody who does not exist, since a misspelt name would lock its owner out.
     *
     * @throws PenstockException.InvalidConfiguration that names the first rule and the nearest name
     */
    public void requireKnown(Set<String> users, Set<String> roles) {
        rules.values()
                .forEach(each -> each.forEach(rule -> rule.grantees().stream()
                        .filter(name -> users.contains(name) && (roles.contains(name) || Roles.ALL.contains(name)))
                        .findFirst()
                        .ifPresent(name -> {
                            throw new PenstockException.InvalidConfiguration(
                                    "The permission to " + rule.action() + " at '"
                                            + rule.pattern() + "' names '" + name
                                            + "', which is a user and a role: call one of them"
                                            + " otherwise.");
                        })));
        var known = new TreeSet<String>(users);
        known.addAll(roles);
        known.addAll(Roles.ALL);
        rules.values()
                .forEach(each -> each.forEach(rule -> rule.grantees().stream()
                        .filter(name -> !known.contains(name))
                        .findFirst()
                        .ifPresent(name -> {
                            throw new PenstockException.InvalidConfiguration("The permission to " + rule.action()
                                    + " at '"
                                    + rule.pattern() + "' names '" + name + "', which is neither a user nor a role"
                                    + NearestName.nearest(name, known)
                                            .map(near -> ": did you mean '" + near + "'?")
                                            .orElse(": add the user, or name one that there is."));
                        })));
    }

    /** The actions that somebody may do at a destination, one bit for each. */
    int allowed(String name, Set<String> roles, String destination) {
        if (roles.contains(Roles.ADMIN)) {
            return ALL;
        }
        int allowed = Roles.usual(roles);
        for (var action : Action.values()) {
            var rule = first(action, destination);
            if (rule != null) {
                allowed = rule.names(name, roles) ? allowed | action.bit() : allowed & ~action.bit();
            }
        }
        return allowed;
    }

    private @Nullable PermissionRule first(Action action, String destination) {
        for (var rule : rules.get(action)) {
            if (rule.pattern().matches(destination)) {
                return rule;
            }
        }
        return null;
    }

    /**
     * Whether somebody may do that at every destination that matches the pattern, now and later. No may be the answer
     * although rules that hide each other would allow all of it.
     */
    boolean allowsAll(String name, Set<String> roles, Action action, String text) {
        if (roles.contains(Roles.ADMIN)) {
            return true;
        }
        var pattern = NamePattern.of(text);
        boolean covered = (Roles.usual(roles) & action.bit()) != 0;
        for (var rule : rules.get(action)) {
            if (rule.pattern().overlaps(pattern)) {
                if (!rule.names(name, roles)) {
                    return false;
                }
                covered |= rule.pattern().covers(pattern);
            }
        }
        return covered;
    }
}
