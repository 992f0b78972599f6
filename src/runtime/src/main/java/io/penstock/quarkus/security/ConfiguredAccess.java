package io.penstock.quarkus.security;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.quarkus.alert.WebhookQueue;
import io.penstock.quarkus.config.SecurityConfig;
import io.penstock.quarkus.config.Setting;
import io.penstock.security.AccessControl;
import io.penstock.security.Action;
import io.penstock.security.AuditTrail;
import io.penstock.security.Permissions;
import io.penstock.security.Roles;
import io.penstock.security.UserFile;
import io.penstock.security.Users;
import org.jboss.logging.Logger;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Makes the access control from the configuration. */
final class ConfiguredAccess {

    static final String ROOT = "quarkus.penstock.security";

    /** What the broker has for all callers. */
    private static final int MAX_TEMPORARIES = 65_536;

    private static final String FILE = "file";

    private static final Logger LOG = Logger.getLogger(ConfiguredAccess.class);

    private ConfiguredAccess() {}

    /**
     * Checks the settings and makes the access control.
     *
     * @param hasWebhooks whether there is a queue of what webhooks are told
     * @param audit is told what was done and refused
     * @throws PenstockException.InvalidConfiguration if one is invalid; its message names the property, never a hash
     */
    static AccessControl of(SecurityConfig config, boolean hasWebhooks, AuditTrail audit) {
        var users = users(config);
        users.forEach(ConfiguredAccess::requireUser);
        var permissions = hasWebhooks ? reserveCalls(permissions(config)) : permissions(config);
        var builder = AccessControl.builder()
                .users(Users.of(users))
                .permissions(permissions)
                .externalUsers(config.externalUsers())
                .maxTemporaries(new Setting(ROOT + ".max-temporary-destinations")
                        .within(config.maxTemporaryDestinations(), 0, MAX_TEMPORARIES))
                .audit(audit)
                .problems(LOG::error);
        config.usersFile().ifPresent(path -> builder.file(readable(UserFile.at(path))));
        try {
            return builder.build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new Setting(ROOT + ".permissions").wrong(e);
        }
    }

    /**
     * The users of the configuration. An environment variable {@code …_SECURITY_USERS_FILE} means the file, and is read
     * as a user of the name {@code file} too.
     */
    private static Map<String, String> users(SecurityConfig config) {
        var users = new HashMap<>(config.users());
        config.usersFile().ifPresent(path -> users.remove(FILE, path.toString()));
        return users;
    }

    private static void requireUser(String name, String entry) {
        try {
            Users.of(Map.of(name, entry));
        } catch (PenstockException.InvalidConfiguration e) {
            throw Setting.entry(ROOT + ".users", name).wrong(e);
        }
    }

    private static UserFile readable(UserFile file) {
        try {
            file.read();
        } catch (PenstockException.InvalidConfiguration e) {
            throw new Setting(ROOT + ".users-file").wrong(e);
        }
        if (file.isOpenToOthers()) {
            LOG.warnf(
                    "Others than its owner may read or change the file of users %s: take that right away"
                            + " (chmod go-w,o-r).",
                    file);
        }
        return file;
    }

    private static Permissions permissions(SecurityConfig config) {
        var table = new HashMap<String, Map<String, Set<String>>>();
        config.permissions().forEach((pattern, actions) -> {
            var rule = new HashMap<String, Set<String>>();
            actions.forEach((action, names) -> rule.put(action, Set.copyOf(names)));
            table.put(pattern, rule);
            try {
                Permissions.of(Map.of(pattern, rule));
            } catch (PenstockException.InvalidConfiguration e) {
                throw Setting.entry(ROOT + ".permissions", pattern).wrong(e);
            }
        });
        config.audit().topic().ifPresent(topic -> {
            reserve(table.computeIfAbsent(topic, none -> new HashMap<>()));
            // Dead letters of its subscriptions are records, too.
            var below = topic + ".#";
            if (below.length() <= Destination.MAX_NAME_LENGTH) {
                reserve(table.computeIfAbsent(below, none -> new HashMap<>()));
            }
        });
        return Permissions.of(table);
    }

    /**
     * Leaves the topic of the audit to administrators, unless a permission of its name says otherwise: a role that
     * sends everywhere must not write records of what nobody did, nor one that manages everything purge them.
     */
    private static void reserve(Map<String, Set<String>> rule) {
        for (var action : Action.values()) {
            rule.putIfAbsent(action.toString(), Set.of(Roles.ADMIN));
        }
    }

    /**
     * Leaves it to administrators to send to the queue of webhooks and to take from it: whoever could would have calls
     * signed of alerts that never were, or keep those from being told that were.
     */
    static Permissions reserveCalls(Permissions permissions) {
        return permissions
                .reserving(WebhookQueue.NAME, Action.SEND, Action.RECEIVE)
                .reserving(WebhookQueue.DEAD_LETTERS, Action.SEND, Action.RECEIVE);
    }
}
