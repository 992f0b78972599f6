package io.penstock.server.http.session;

import io.penstock.security.Caller;
import io.penstock.security.Roles;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Shows who asks, and what server answers.
 *
 * @param user null while the server is open, so that nobody is known
 * @param open whether the server asks nobody who they are
 * @param roles of the user, in their order
 * @param operator whether the user may do what concerns the whole broker, such as to see its events
 * @param admin whether the user may do everything
 * @param database whether the server has a database for the triage of dead letters
 */
public record MeView(
        @Nullable String user,
        boolean open,
        List<String> roles,
        boolean operator,
        boolean admin,
        ServerView server,
        boolean database) {

    /**
     * Shows the server.
     *
     * @param name of its machine
     * @param engine {@code EMBEDDED}, {@code REMOTE} or {@code KAFKA}
     */
    public record ServerView(String version, String name, String engine, Instant startedAt) {}

    static MeView of(@Nullable Caller caller, ServerView server, boolean hasDatabase) {
        if (caller == null) {
            return new MeView(null, true, List.of(), true, true, server, hasDatabase);
        }
        var roles = caller.roles();
        boolean isAdmin = roles.contains(Roles.ADMIN);
        return new MeView(
                caller.name(),
                false,
                roles.stream().sorted().toList(),
                isAdmin || roles.contains(Roles.OPERATOR),
                isAdmin,
                server,
                hasDatabase);
    }
}
