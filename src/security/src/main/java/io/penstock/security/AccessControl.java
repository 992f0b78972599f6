package io.penstock.security;

import io.penstock.Broker;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Access control for all doors of one broker: it checks who somebody is, and makes the {@link #view} of the broker that
 * does what they may and nothing else. Safe for use by any thread.
 *
 * <p>The users of a file are read again when it changes: whoever opened the access control calls {@link #refresh} now
 * and then. Views that exist follow the change.
 */
public final class AccessControl {

    /** The most logins that wait for their turn, and how long: as many as can be checked meanwhile. */
    private static final int MAX_WAITING = 16;

    /**
     * The most temporary destinations of one caller, unless it is set otherwise: more than clients with a reply queue
     * for each request under way need, and an eighth of what there may be of all callers.
     */
    public static final int MAX_TEMPORARIES = 8_192;

    private static final Duration LONGEST_TURN = Duration.ofSeconds(10);

    private static final Duration WHILE_BUSY = Duration.ofSeconds(1);

    private final Users configured;
    private final @Nullable UserFile file;
    private final Permissions permissions;
    private final AuditTrail audit;
    private final Consumer<String> problems;
    private final FailedLogins failedLogins;
    private final RefusalAudit refusals;
    private final CallerLimits limits;

    /**
     * Bounds the passwords that are checked at a time, by half the processors: each takes some tenths of a second of
     * computing, and logins that fail must not take the processor from messages.
     */
    final Semaphore checking;

    /** What rights rest on. Whoever keeps a decision keeps this too, and decides again when it is another. */
    private volatile Users users;

    private UserFile.@Nullable Version version;

    private AccessControl(Builder builder) {
        configured = builder.users;
        file = builder.file;
        permissions = builder.permissions;
        audit = builder.audit;
        problems = builder.problems;
        checking = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
        failedLogins = new FailedLogins(builder.clock);
        refusals = new RefusalAudit(audit, builder.clock);
        limits = new CallerLimits(builder.maxTemporaries);
        version = file == null ? null : file.version();
        users = file == null ? configured : configured.and(file.read());
        if (!builder.externalUsers) {
            permissions.requireKnown(users.names(), users.roles());
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The users as they are now. */
    public Users users() {
        return users;
    }

    public AuditTrail audit() {
        return audit;
    }

    /**
     * Checks a name and a password. It computes for some tenths of a second, so call it where that may be.
     *
     * @param address where the caller calls from; empty if it is not known
     * @throws LoginRefused if they are wrong, or there were too many failures, or there are too many logins at once
     */
    public Caller login(String name, @Nullable String password, String address) throws LoginRefused {
        var now = users;
        // A user whose password was right before gets in, however much others guess at the name.
        if (now.knewBefore(name, password)) {
            return caller(now, name, address);
        }
        requireFewFailures(name, address);
        if (!awaitTurn()) {
            throw refused(name, address, "too many logins at once", WHILE_BUSY);
        }
        try {
            // Others that guess at the same time may have failed while this one waited for its turn.
            requireFewFailures(name, address);
            if (!now.know(name, password)) {
                failedLogins.failed(name, address);
                throw refused(name, address, "the user is not known, or the password is wrong", Duration.ZERO);
            }
        } finally {
            checking.release();
        }
        failedLogins.succeeded(name);
        return caller(now, name, address);
    }

    private void requireFewFailures(String name, String address) throws LoginRefused {
        var wait = failedLogins.wait(name, address);
        if (!wait.isZero()) {
            throw refused(name, address, "too many failed logins", wait);
        }
    }

    private boolean awaitTurn() {
        try {
            return checking.getQueueLength() < MAX_WAITING
                    && checking.tryAcquire(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Caller caller(Users users, String name, String address) {
        return new Caller(name, users.roles(name).orElse(Set.of()), address, true);
    }

    private LoginRefused refused(String name, String address, String why, Duration retryAfter) {
        // Whoever is refused may have made up a name of any length, which must not fill the log.
        var shown = name.substring(0, Math.min(name.length(), UserEntry.MAX_NAME));
        var refusal = new AuditRecord(shown, address, "login", "", AuditRecord.REFUSED, why);
        if (retryAfter.isZero()) {
            // It has cost a slow hash, so there are few: what costs nothing must not hide guesses.
            audit.add(refusal);
        } else {
            refusals.add(refusal);
        }
        return new LoginRefused(
                "The login of '" + shown + "' is refused: " + why
                        + (retryAfter.isZero()
                                ? "."
                                : ". Try again in " + (retryAfter.toMillis() + 999) / 1000 + " seconds."),
                retryAfter);
    }

    /**
     * Tells the audit that something was refused to somebody who has not proven who they are. Of many such records a
     * part is written, and the rest counted.
     */
    public void refusedToUnknown(AuditRecord refusal) {
        refusals.add(refusal);
    }

    CallerLimits limits() {
        return limits;
    }

    /** The broker as that caller may use it. It needs no closing, and closing it does nothing. */
    public Broker view(Broker broker, Caller caller) {
        return new GuardedBroker(broker, new CallerRights(this, caller));
    }

    /**
     * The same for a login that can end before the view is given up: from then on the view refuses everything.
     *
     * @param loggedIn asked with each use, by any thread, so that it must be quick
     */
    public Broker view(Broker broker, Caller caller, BooleanSupplier loggedIn) {
        return new GuardedBroker(broker, new CallerRights(this, caller, loggedIn));
    }

    /**
     * Checks once more what a door has let somebody begin, and they go on with.
     *
     * @throws PenstockException.Forbidden if the caller may not do that there now; the audit tells it
     */
    public void require(Caller caller, Action action, String destination) {
        new CallerRights(this, caller).require(action, destination);
    }

    /** What a caller may do at a destination now. */
    public Set<Action> actions(Caller caller, String destination) {
        var rights = new CallerRights(this, caller);
        var actions = EnumSet.noneOf(Action.class);
        for (var action : Action.values()) {
            if (rights.allows(action, destination)) {
                actions.add(action);
            }
        }
        return actions;
    }

    /** What a caller may see. */
    public Sight sight(Caller caller) {
        return new Sight(new CallerRights(this, caller));
    }

    /** What a caller may change now. */
    public ChangePermission changes(Caller caller) {
        return new CallerRights(this, caller).changes();
    }

    /** The actions that a caller may do at a destination now, one bit for each. */
    int allowed(Users now, Caller caller, String destination) {
        return roles(now, caller)
                .map(roles -> permissions.allowed(caller.name(), roles, destination))
                .orElse(0);
    }

    boolean allowsAll(Caller caller, Action action, String pattern) {
        return roles(users, caller)
                .map(roles -> permissions.allowsAll(caller.name(), roles, action, pattern))
                .orElse(false);
    }

    /** The roles that a caller has now; empty if the user was removed. */
    Optional<Set<String>> roles(Users now, Caller caller) {
        return caller.stored() ? now.roles(caller.name()) : Optional.of(caller.roles());
    }

    /**
     * Reads the file of users again if it has changed. While it cannot be read, the users stay as they are, and the
     * problem is told.
     */
    public synchronized void refresh() {
        if (file == null) {
            return;
        }
        var found = file.version();
        if (Objects.equals(found, version)) {
            return;
        }
        version = found;
        try {
            users = configured.and(file.read()).remembering(users);
            audit.add(new AuditRecord(
                    "",
                    "",
                    "users",
                    file.toString(),
                    AuditRecord.DONE,
                    "now " + users.names().size() + " users"));
        } catch (PenstockException.InvalidConfiguration e) {
            problems.accept(e.getMessage() + " The users stay as they were.");
        }
    }

    /** Collects what access control needs. Not thread-safe. */
    public static final class Builder {

        private Users users = Users.NONE;
        private @Nullable UserFile file;
        private Permissions permissions = Permissions.BY_ROLES;
        private AuditTrail audit = AuditTrail.NONE;
        private Consumer<String> problems = problem -> {};
        private InstantSource clock = InstantSource.system();
        private boolean externalUsers;
        private int maxTemporaries = MAX_TEMPORARIES;

        private Builder() {}

        public Builder users(Users configured) {
            users = Objects.requireNonNull(configured, "users");
            return this;
        }

        /** Sets the file of further users, which is read now and when it changes; none by default. */
        public Builder file(@Nullable UserFile further) {
            file = further;
            return this;
        }

        /** Sets the table of permissions; by default the roles decide. */
        public Builder permissions(Permissions table) {
            permissions = Objects.requireNonNull(table, "permissions");
            return this;
        }

        /** Sets who is told what was done and refused; nobody by default. */
        public Builder audit(AuditTrail trail) {
            audit = Objects.requireNonNull(trail, "audit");
            return this;
        }

        /** Sets who is told what was wrong with the file when it changed; nobody by default. */
        public Builder problems(Consumer<String> told) {
            problems = Objects.requireNonNull(told, "problems");
            return this;
        }

        public Builder clock(InstantSource source) {
            clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        /**
         * Says that others vouch for users too, such as an OpenID provider, so that permissions may name users and
         * roles that the store does not know.
         */
        public Builder externalUsers(boolean known) {
            externalUsers = known;
            return this;
        }

        /** Sets how many temporary destinations one caller may have; {@link #MAX_TEMPORARIES} by default. */
        public Builder maxTemporaries(int most) {
            if (most < 0) {
                throw new IllegalArgumentException("The most temporary destinations of a caller: " + most);
            }
            maxTemporaries = most;
            return this;
        }

        /**
         * @throws PenstockException.InvalidConfiguration if the file cannot be read, or a permission names nobody that
         *     is known
         */
        public AccessControl build() {
            return new AccessControl(this);
        }
    }
}
