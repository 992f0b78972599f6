package io.penstock.security;

import io.penstock.PenstockException;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessControlTest {

    private final ManualClock clock = new ManualClock();
    private final List<AuditRecord> audit = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private AccessControl.Builder builder() {
        return AccessControl.builder().clock(clock).audit(audit::add).problems(problems::add);
    }

    private static Users ada() {
        return Users.of(Map.of("ada", UsersTest.quick("secret") + " producer"));
    }

    private static boolean isRefused(AccessControl control, String name, String password, String address) {
        try {
            control.login(name, password, address);
            return false;
        } catch (LoginRefused e) {
            return true;
        }
    }

    @Test
    void shouldTellWhoLoggedInAndAuditWhoDidNot() throws LoginRefused {
        var control = builder().users(ada()).build();

        assertThat(control.login("ada", "secret", "10.0.0.7"))
                .isEqualTo(new Caller("ada", Set.of("producer"), "10.0.0.7", true));
        assertThatThrownBy(() -> control.login("ada", "Secret", "10.0.0.7"))
                .isInstanceOfSatisfying(
                        LoginRefused.class, e -> assertThat(e.isTooMany()).isFalse())
                .hasMessageNotContaining("Secret");

        assertThat(audit)
                .singleElement()
                .isEqualTo(new AuditRecord(
                        "ada", "10.0.0.7", "login", "", "refused", "the user is not known, or the password is wrong"));
    }

    @Test
    void shouldSlowDownGuessingByNameFromWhicheverAddress() {
        var control = builder().users(ada()).build();
        for (int i = 0; i < FailedLogins.FREE_BY_NAME; i++) {
            assertThat(isRefused(control, "ada", "guess" + i, "10.0.0." + i)).isTrue();
        }

        assertThatThrownBy(() -> control.login("ada", "secret", "10.0.1.1"))
                .isInstanceOfSatisfying(
                        LoginRefused.class, e -> assertThat(e.retryAfter()).isEqualTo(FailedLogins.FIRST_WAIT));
        clock.advance(FailedLogins.FIRST_WAIT);
        assertThat(isRefused(control, "ada", "secret", "10.0.1.1")).isFalse();
    }

    @Test
    void shouldSlowDownGuessingByAddressWhicheverName() {
        var control = builder().users(ada()).build();
        for (int i = 0; i < FailedLogins.FREE_BY_ADDRESS; i++) {
            assertThat(isRefused(control, "name" + i, "guess", "10.0.0.7")).isTrue();
        }

        assertThat(isRefused(control, "ada", "secret", "10.0.0.7")).isTrue();
        assertThat(isRefused(control, "ada", "secret", "10.0.0.8")).isFalse();
    }

    @Test
    void shouldDoubleTheWaitUpToALimitAndForgetInTheEnd() {
        var failed = new FailedLogins(clock);
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < FailedLogins.FREE_BY_NAME + 8; i++) {
            failed.failed("ada", "a" + i);
            waits.add(failed.wait("ada", "other"));
            clock.advance(failed.wait("ada", "other"));
        }

        assertThat(waits.stream().filter(wait -> !wait.isZero()).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        clock.advance(FailedLogins.MEMORY.plusSeconds(1));
        failed.failed("ada", "other");
        assertThat(failed.wait("ada", "another")).isZero();
    }

    /** Whoever knows the name of a user must not be able to keep the user out. */
    @Test
    void shouldLetInWhoseClientIsKnownWhileOthersGuess() {
        var control = builder().users(ada()).build();
        assertThat(isRefused(control, "ada", "secret", "10.0.0.1")).isFalse();
        for (int i = 0; i < 3 * FailedLogins.FREE_BY_NAME; i++) {
            isRefused(control, "ada", "guess" + i, "10.6.6.6");
        }

        assertThat(isRefused(control, "ada", "secret", "10.0.0.1")).isFalse();
    }

    @Test
    void shouldRefuseFurtherLoginsWhileAsManyWaitAsMay() throws Exception {
        var control = builder().users(ada()).build();
        control.checking.acquireUninterruptibly(control.checking.availablePermits());
        var waiting = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 16; i++) {
                waiting.execute(() -> isRefused(control, "ada", "secret", ""));
            }
            while (control.checking.getQueueLength() < 16) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> control.login("ada", "secret", ""))
                    .isInstanceOfSatisfying(
                            LoginRefused.class, e -> assertThat(e.isTooMany()).isTrue())
                    .hasMessageContaining("too many logins at once");
        } finally {
            waiting.shutdownNow();
        }
    }

    @Test
    void shouldLetThreadsChangeTheFileOneAfterTheOther(@TempDir Path directory) throws Exception {
        var path = directory.resolve("users.properties");
        var threads = Executors.newFixedThreadPool(8);
        try {
            var changes = new ArrayList<Future<Users>>();
            for (int i = 0; i < 16; i++) {
                var name = "user" + i;
                changes.add(threads.submit(() ->
                        UserFile.at(path).change(users -> users.and(Users.of(Map.of(name, UsersTest.quick("x")))))));
            }
            for (var change : changes) {
                change.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(UserFile.at(path).read().names()).hasSize(16);
    }

    @Test
    void shouldTakeUpAChangeOfTheFileAndKeepTheUsersWhileItIsBroken(@TempDir Path directory) throws Exception {
        var path = directory.resolve("users.properties");
        var file = UserFile.at(path);
        file.change(users -> users.and(ada()));
        var control = builder().file(file).build();
        var caller = control.login("ada", "secret", "");
        var rights = new CallerRights(control, caller);
        assertThat(rights.allows(Action.SEND, "q")).isTrue();
        assertThat(rights.allows(Action.RECEIVE, "q")).isFalse();

        file.change(users -> users.withRoles("ada", Set.of("consumer")));
        control.refresh();
        assertThat(rights.allows(Action.SEND, "q")).isFalse();
        assertThat(rights.allows(Action.RECEIVE, "q")).isTrue();

        Files.writeString(path, "ada=nonsense\n");
        control.refresh();
        assertThat(problems).singleElement().asString().contains("user 'ada'").contains("stay as they were");
        assertThat(rights.allows(Action.RECEIVE, "q")).isTrue();

        Files.delete(path);
        control.refresh();
        control.refresh();
        assertThat(problems).hasSize(2).last().asString().contains("There is no file of users");
        assertThat(rights.allows(Action.RECEIVE, "q")).isTrue();

        Files.writeString(path, "");
        control.refresh();
        assertThat(audit).last().extracting(AuditRecord::action).isEqualTo("users");
        assertThat(rights.allows(Action.RECEIVE, "q"))
                .as("a user who was removed")
                .isFalse();
        assertThat(rights.allowsBroker()).isFalse();
        assertThat(isRefused(control, "ada", "secret", "")).isTrue();
    }

    @Test
    void shouldWriteAFileThatItsOwnerAloneReads(@TempDir Path directory) throws IOException {
        var path = directory.resolve("users.properties");
        var file = UserFile.at(path);
        file.change(users -> users.and(Users.of(Map.of("a=b#d", UsersTest.quick("x") + " admin,clerk"))));

        assertThat(file.read().roles("a=b#d")).contains(Set.of("admin", "clerk"));
        assertThat(file.isOpenToOthers()).isFalse();
        assertThat(Files.readString(path)).doesNotContain("#2");
        assertThatThrownBy(() -> UserFile.at(directory.resolve("none")).read())
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("There is no file of users");
    }

    @Test
    void shouldRefuseAPermissionOfNobodyUnlessOthersVouchForUsers() {
        var table = Permissions.of(Map.of("q", Map.of("send", Set.of("eve"))));

        assertThatThrownBy(() -> builder().users(ada()).permissions(table).build())
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        builder().users(ada()).permissions(table).externalUsers(true).build();
    }

    /** Guesses that are made at the same time must not all count as the one that may be made. */
    @Test
    void shouldLetWhoWaitedForATurnWaitAgainIfOthersFailedMeanwhile() throws Exception {
        var control = builder().users(ada()).build();
        for (int i = 0; i < FailedLogins.FREE_BY_NAME - 1; i++) {
            isRefused(control, "ada", "guess" + i, "10.0.0." + i);
        }
        int turns = control.checking.availablePermits();
        control.checking.acquireUninterruptibly(turns);
        var threads = Executors.newFixedThreadPool(8);
        try {
            var guesses = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                var address = "10.1.0." + i;
                guesses.add(threads.submit(() -> isRefused(control, "ada", "guess", address)));
            }
            while (control.checking.getQueueLength() < 8) {
                Thread.onSpinWait();
            }
            // One at a time, so that each sees what became of those before it.
            control.checking.release(1);
            for (var guess : guesses) {
                assertThat(guess.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(audit)
                .filteredOn(entry -> entry.detail().contains("password is wrong"))
                .hasSize(FailedLogins.FREE_BY_NAME);
    }

    @Test
    void shouldCountANetworkOfIpv6AsOneAddressAndAnUnknownAddressNot() {
        var failed = new FailedLogins(clock);
        for (int i = 0; i < FailedLogins.FREE_BY_ADDRESS; i++) {
            failed.failed("name" + i, "2001:db8:0:7::" + i);
            failed.failed("name" + i, "");
        }

        assertThat(failed.wait("ada", "2001:db8:0:7:1:2:3:4")).isPositive();
        assertThat(failed.wait("ada", "2001:0db8:0:7::99%eth0")).isPositive();
        assertThat(failed.wait("ada", "2001:db8:0:8::1")).isZero();
        assertThat(failed.wait("ada", "")).isZero();
        for (int i = 0; i < FailedLogins.FREE_BY_ADDRESS; i++) {
            failed.failed("other" + i, "::ffff:10.0.0.7");
        }
        assertThat(failed.wait("ada", "10.0.0.7")).isPositive();
    }

    @Test
    void shouldKeepKnowingAUserWhenAnotherIsAdded(@TempDir Path directory) throws Exception {
        var file = UserFile.at(directory.resolve("users.properties"));
        file.change(users -> users.and(ada()));
        var control = builder().file(file).build();
        control.login("ada", "secret", "10.0.0.1");
        for (int i = 0; i < 2 * FailedLogins.FREE_BY_NAME; i++) {
            isRefused(control, "ada", "guess" + i, "10.6.6.6");
        }

        file.change(users -> users.and(Users.of(Map.of("bob", UsersTest.quick("pass")))));
        control.refresh();

        assertThat(isRefused(control, "ada", "secret", "10.0.0.1")).isFalse();
    }

    /** Whoever knocks without end must not fill the disk with records of it. */
    @Test
    void shouldRecordAPartOfManyRefusalsAndSayHowManyAreMissing() {
        var refusals = new RefusalAudit(audit::add, clock);
        for (int i = 0; i < RefusalAudit.MAX_OF_ADDRESS + 5; i++) {
            refusals.add(knock("10.0.0.7"));
        }
        assertThat(audit).hasSize(RefusalAudit.MAX_OF_ADDRESS);
        for (int i = 0; i < RefusalAudit.MAX_OF_ALL; i++) {
            refusals.add(knock("10.1." + i / 250 + "." + i % 250));
        }
        assertThat(audit).hasSize(RefusalAudit.MAX_OF_ALL);

        clock.advance(RefusalAudit.WINDOW);
        refusals.add(knock("10.0.0.7"));

        assertThat(audit).hasSize(RefusalAudit.MAX_OF_ALL + 2);
        assertThat(audit.get(RefusalAudit.MAX_OF_ALL).detail())
                .startsWith((5 + RefusalAudit.MAX_OF_ADDRESS) + " more refusals");
        assertThat(audit).last().isEqualTo(knock("10.0.0.7"));
    }

    /** Whoever knocks without end must not hide what is tried meanwhile. */
    @Test
    void shouldRecordEachPasswordThatWasCheckedHoweverOftenSomebodyKnocks() {
        var control = builder().users(ada()).build();
        for (int i = 0; i < 2 * RefusalAudit.MAX_OF_ALL; i++) {
            control.refusedToUnknown(knock("10.0.0.7"));
        }
        audit.clear();

        assertThat(isRefused(control, "ada", "guess", "10.0.0.7")).isTrue();

        assertThat(audit).singleElement().extracting(AuditRecord::caller).isEqualTo("ada");
    }

    private static AuditRecord knock(String address) {
        return new AuditRecord("eve", address, "login", "", AuditRecord.REFUSED, "");
    }

    @Test
    void shouldLockTheFileItselfWhicheverLinkLeadsToIt(@TempDir Path directory) throws Exception {
        var file = directory.resolve("real/users.properties");
        Files.createDirectory(file.getParent());
        UserFile.at(file).change(users -> ada());
        var link = Files.createSymbolicLink(directory.resolve("link.properties"), file);

        UserFile.at(link).change(users -> users.and(Users.of(Map.of("bob", UsersTest.quick("x")))));

        assertThat(directory.resolve("link.properties.lock")).doesNotExist();
        var lock = directory.resolve("real/users.properties.lock");
        assertThat(Files.getPosixFilePermissions(lock))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(UserFile.at(file).read().names()).containsExactly("ada", "bob");
    }

    @Test
    void shouldNotFollowALinkInThePlaceOfTheLock(@TempDir Path directory) throws Exception {
        var victim = directory.resolve("victim");
        Files.createSymbolicLink(directory.resolve("users.properties.lock"), victim);

        assertThatThrownBy(
                        () -> UserFile.at(directory.resolve("users.properties")).change(users -> ada()))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(victim).doesNotExist();
    }
}
