package io.penstock.quarkus.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of security: users, and what they may do. They hold for every door into the broker. */
public interface SecurityConfig {

    /**
     * The file of users, which {@code penstock user} writes: a line {@code NAME=HASH ROLE,ROLE} for each. It is read at
     * the start, where it has to be readable, and again within some seconds after it has changed. By default there is
     * none.
     */
    Optional<Path> usersFile();

    /**
     * Further users, by name. The value is the hash of the password, as {@code penstock user hash} writes it, and after
     * a space the roles with commas between them: {@code admin}, {@code operator}, {@code producer}, {@code consumer},
     * or others that permissions name. By default there are none.
     */
    Map<String, String> users();

    /**
     * Permissions, by the pattern of destination names ({@code *} stands for one word between dots, {@code #} for any
     * number of words), then by action: {@code send}, {@code receive}, {@code browse}, {@code manage}. The value names
     * the users and roles that may do that there, and nobody else may, but the role {@code admin}. The most specific
     * pattern decides; where none says anything about an action, the roles decide.
     */
    Map<String, Map<String, List<String>>> permissions();

    /**
     * Whether others vouch for users too, such as an OpenID provider, so that permissions may name users and roles that
     * are not known here.
     */
    @WithDefault("false")
    boolean externalUsers();

    /**
     * Whether a server may be open to a network: to everybody who can reach it, without asking who they are. Without
     * it, a server that is bound to another address than the loopback address and has no way to know callers refuses to
     * start. It means nothing while there are users, or others that vouch for them.
     */
    @WithDefault("false")
    boolean open();

    /**
     * The temporary queues and topics that one user may have at a time, over all connections: 0 to 65536, which is what
     * there may be of all users together.
     */
    @WithDefault("8192")
    @WithConverter(WrittenInt.class)
    int maxTemporaryDestinations();

    /** The audit: what was done and refused. It is always written to the log category {@code io.penstock.audit}. */
    AuditConfig audit();

    /** The settings of the audit. */
    interface AuditConfig {

        /**
         * The name of a topic that audit records are sent to as well, as JSON. It is declared at the start, and nobody
         * but the role {@code admin} may use it unless permissions of its name say so. By default there is none.
         */
        Optional<String> topic();

        /** The age at which records in the topic are deleted: 0 to 36525 days; 0 means that they are kept for ever. */
        @WithDefault("30d")
        @WithConverter(WrittenDuration.class)
        Duration retention();
    }
}
