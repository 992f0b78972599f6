package io.penstock.security;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Alerts;
import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterRequest;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Operations;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.RedriveRequest;
import io.penstock.ReplayRequest;
import io.penstock.Routing;
import io.penstock.Schedule;
import io.penstock.Schedules;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.Transaction;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.spi.PayloadCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedBrokerTest {

    private static final DeliveryHandler HANDLER = deliveries -> {};

    private static final class TextCodec implements PayloadCodec {

        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public byte[] encode(Object payload) {
            return payload.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] body, Class<T> type) {
            return type.cast(new String(body, StandardCharsets.UTF_8));
        }
    }

    @TempDir
    Path directory;

    private Broker broker;
    private AccessControl control;
    private final List<AuditRecord> audit = new ArrayList<>();

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.open(
                BrokerOptions.in(directory).withDurability(Durability.OS).withCodec(new TextCodec()));
        broker.declare(Destination.queue("theirs").build());
        broker.declare(Destination.queue("ours").build());
        broker.declare(Destination.topic("theirs.topic").build());
        broker.declare(Subscription.ofTopic("theirs.topic", "s").build());
        broker.declare(
                Destination.exchange("theirs.exchange", ExchangeType.FANOUT).build());
        broker.send(Message.to("theirs").body("a letter").build());
        broker.schedule(daily("theirs.schedule", "theirs"));
        broker.routing().declare(TopicRule.of("theirs.rule", "theirs.#").build());
        broker.alerts().declare(lag("theirs.alert", "theirs"));
        control = AccessControl.builder()
                .permissions(Permissions.of(Map.of(
                        "ours.#",
                        Map.of(
                                "send", Set.of("ada"),
                                "receive", Set.of("ada"),
                                "browse", Set.of("ada"),
                                "manage", Set.of("ada")))))
                .externalUsers(true)
                .audit(audit::add)
                .build();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Broker view(String name, String... roles) {
        return control.view(broker, Caller.external(name, Set.of(roles), "10.0.0.7"));
    }

    @Test
    void shouldAllowNothingAnyMoreWhenTheLoginHasEnded() {
        var loggedIn = new AtomicBoolean(true);
        var admin = control.view(broker, Caller.external("root", Set.of("admin"), ""), loggedIn::get);
        assertThat(admin.browse(BrowseRequest.all("theirs", 1).build())).hasSize(1);

        loggedIn.set(false);

        assertThatThrownBy(() -> admin.browse(BrowseRequest.all("theirs", 1).build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> admin.events(event -> {})).isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> admin.operations().backup(null)).isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() ->
                        admin.routing().declare(TopicRule.of("further", "#").build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThat(admin.destinations()).isEmpty();
    }

    private static AlertRule lag(String name, String destinations) {
        return AlertRule.of(name, new AlertCondition.Lag(0))
                .destinations(destinations)
                .build();
    }

    private static Schedule daily(String name, String destination) {
        return Schedule.cron(name, "0 0 6 * * ?", letter(destination)).build();
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw (PenstockException) e.getCause();
        }
    }

    private static Message letter(String destination) {
        return Message.to(destination).body("x").build();
    }

    /** What each method does at somebody else's destination, by its name and the types of its parameters. */
    private static Map<String, Consumer<Broker>> foreign() {
        var calls = new TreeMap<String, Consumer<Broker>>();
        calls.put(
                "declare Destination",
                view -> view.declare(Destination.queue("theirs").build()));
        calls.put(
                "alter Destination",
                view -> view.alter(Destination.queue("theirs").build()));
        calls.put("destination String", view -> view.destination("theirs"));
        calls.put(
                "declare Subscription",
                view -> view.declare(Subscription.ofQueue("theirs").build()));
        calls.put("subscriptions String", view -> view.subscriptions("theirs"));
        calls.put("unsubscribe String String", view -> view.unsubscribe("theirs.topic", "s"));
        calls.put("progress String int long", view -> view.progress("theirs", 0, 0));
        calls.put("send Message", view -> view.send(letter("theirs")));
        calls.put("sendAsync Message", view -> await(view.sendAsync(letter("theirs"))));
        calls.put("sendAll List", view -> view.sendAll(List.of(letter("ours"), letter("theirs"))));
        calls.put("sendAllAsync List", view -> await(view.sendAllAsync(List.of(letter("theirs")))));
        calls.put("send String Object", view -> view.send("theirs", "x"));
        calls.put("sendAsync String Object", view -> await(view.sendAsync("theirs", "x")));
        calls.put("commitPrepared byte[]", view -> view.commitPrepared(new byte[] {1}));
        calls.put("rollbackPrepared byte[]", view -> view.rollbackPrepared(new byte[] {1}));
        calls.put("forgetPrepared byte[]", view -> view.forgetPrepared(new byte[] {1}));
        calls.put("consume ConsumerOptions DeliveryHandler", view -> view.consume(options(), HANDLER));
        calls.put("consume ConsumerOptions", view -> view.consume(options()));
        calls.put("seek String String StartPosition", view -> view.seek("theirs", "theirs", StartPosition.EARLIEST));
        calls.put("pause String String", view -> view.pause("theirs", "theirs"));
        calls.put("resume String String", view -> view.resume("theirs", "theirs"));
        calls.put(
                "replay ReplayRequest DeliveryHandler",
                view -> view.replay(ReplayRequest.all("theirs").build(), HANDLER));
        calls.put(
                "browse BrowseRequest",
                view -> view.browse(BrowseRequest.all("theirs", 10).build()));
        calls.put("newest String byte[]", view -> view.newest("theirs", new byte[] {1}));
        calls.put(
                "redrive RedriveRequest",
                view -> view.redrive(RedriveRequest.all("theirs").build()));
        calls.put("events Consumer", view -> view.events(event -> {}));
        calls.put("schedule Schedule", view -> view.schedule(daily("x", "theirs")));
        calls.put(
                "bind Binding",
                view -> view.bind(Binding.all("theirs.exchange", "ours").build()));
        calls.put(
                "unbind Binding",
                view -> view.unbind(Binding.all("theirs.exchange", "ours").build()));
        calls.put("bindings String", view -> view.bindings("theirs.exchange"));
        calls.put("statistics String", view -> view.statistics("theirs"));
        return calls;
    }

    private static ConsumerOptions options() {
        return ConsumerOptions.ofQueue("theirs", "c").build();
    }

    /** These give something that checks by itself, or leave out what the caller may not see, or tell nothing. */
    private static final Set<String> CHECKED_LATER = Set.of(
            "alerts",
            "begin",
            "begin Duration",
            "producer ProducerOptions",
            "sender String Class",
            "temporary DestinationKind",
            "destinations",
            "prepared",
            "operations",
            "schedules",
            "routing",
            "capabilities",
            "health",
            "close");

    private static Map<String, Consumer<Broker>> foreignOperations() {
        return Map.of(
                "redrive DeadLetterRequest", view -> view.operations().redrive(dead()),
                "discard DeadLetterRequest", view -> view.operations().discard(dead()),
                "count DeadLetterRequest", view -> view.operations().count(dead()),
                "purge String String String", view -> view.operations().purge("theirs", null, "eve"),
                "delete String boolean String", view -> view.operations().delete("theirs", true, "eve"),
                "backup BackupTarget", view -> view.operations().backup(new NoBackup()));
    }

    /** Is never called. */
    private static final class NoBackup implements BackupTarget {

        @Override
        public String describe() {
            return "nowhere";
        }

        @Override
        public void take(BackupFile file) {
            throw new AssertionError(file.path());
        }

        @Override
        public void complete(BackupContent content) {
            throw new AssertionError(content);
        }

        @Override
        public void abandon() {
            throw new AssertionError();
        }
    }

    private static DeadLetterRequest dead() {
        return DeadLetterRequest.all("theirs", "eve").build();
    }

    private static Map<String, Consumer<Broker>> foreignSchedules() {
        return Map.of(
                "declare Schedule", view -> view.schedules().declare(daily("x", "theirs")),
                "find String", view -> view.schedules().find("theirs.schedule"),
                "pause String", view -> view.schedules().pause("theirs.schedule"),
                "resume String", view -> view.schedules().resume("theirs.schedule"),
                "cancel String", view -> view.schedules().cancel("theirs.schedule"),
                "fire String", view -> view.schedules().fire("theirs.schedule"),
                "nextFirings String int", view -> view.schedules().nextFirings("theirs.schedule", 1));
    }

    private static Map<String, Consumer<Broker>> foreignAlerts() {
        return Map.of(
                "declare AlertRule", view -> view.alerts().declare(lag("x", "theirs.*")),
                "find String", view -> view.alerts().find("theirs.alert"),
                "remove String", view -> view.alerts().remove("theirs.alert"),
                "handOn Function", view -> view.alerts().handOn(state -> null));
    }

    private static Map<String, Consumer<Broker>> foreignRouting() {
        return Map.of(
                "bind Binding",
                        view -> view.routing()
                                .bind(Binding.all("theirs.exchange", "ours").build()),
                "unbind Binding",
                        view -> view.routing()
                                .unbind(Binding.all("theirs.exchange", "ours").build()),
                "bindings String", view -> view.routing().bindings("theirs.exchange"),
                "declare TopicRule",
                        view -> view.routing()
                                .declare(TopicRule.of("x", "theirs.#").build()),
                "removeRule String", view -> view.routing().removeRule("theirs.rule"),
                "steps Message", view -> view.routing().steps(letter("theirs.exchange")));
    }

    private static Map<String, Consumer<Broker>> foreignInTransactions() {
        return Map.of(
                "send Message", view -> view.begin().send(letter("theirs")),
                "send Producer long Message",
                        view -> view.begin()
                                .send(view.producer(ProducerOptions.of("p").build()), 0, letter("theirs")),
                "seek String String StartPosition",
                        view -> view.begin().seek("theirs", "theirs", StartPosition.EARLIEST),
                "schedule Schedule", view -> view.begin().schedule(daily("x", "theirs")),
                "cancelSchedule String", view -> view.begin().cancelSchedule("theirs.schedule"));
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !java.lang.reflect.Modifier.isStatic(method.getModifiers()))
                .map(GuardedBrokerTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return (method.getName() + " "
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(" ")))
                .strip();
    }

    private void requireAllMethods(Class<?> type, Map<String, ?> calls, Set<String> others) {
        var known = new TreeSet<>(calls.keySet());
        known.addAll(others);
        assertThat(known).as("methods of %s that this test knows", type).isEqualTo(methods(type));
    }

    private void requireRefusals(Map<String, Consumer<Broker>> calls) {
        for (var name : List.of("eve", "ada")) {
            var view = view(name, name.equals("eve") ? new String[] {"clerk"} : new String[0]);
            calls.forEach((method, call) -> assertThatThrownBy(() -> call.accept(view))
                    .as("%s by %s", method, name)
                    .isInstanceOf(PenstockException.Forbidden.class)
                    .hasMessageContaining("The user '" + name + "' may not"));
        }
    }

    @Test
    void shouldRefuseEveryMethodOfTheBrokerAtADestinationOfOthers() {
        requireAllMethods(Broker.class, foreign(), CHECKED_LATER);
        requireRefusals(foreign());

        assertThat(broker.statistics("ours").depth()).isZero();
        assertThat(audit).isNotEmpty().allMatch(entry -> entry.outcome().equals(AuditRecord.REFUSED));
    }

    @Test
    void shouldRefuseEveryOperationScheduleBindingAndRuleOfOthers() {
        requireAllMethods(Operations.class, foreignOperations(), Set.of("list", "find long", "stop long"));
        requireRefusals(foreignOperations());
        requireAllMethods(Schedules.class, foreignSchedules(), Set.of("list"));
        requireRefusals(foreignSchedules());
        requireAllMethods(Alerts.class, foreignAlerts(), Set.of("rules", "states", "problems"));
        requireRefusals(foreignAlerts());
        requireRefusals(Map.of(
                "everywhere", view -> view.alerts().declare(lag("x", "#")),
                "disk",
                        view -> view.alerts()
                                .declare(AlertRule.of("x", new AlertCondition.Disk(50))
                                        .build()),
                "in the place of theirs", view -> view.alerts().declare(lag("theirs.alert", "ours"))));
        requireAllMethods(Routing.class, foreignRouting(), Set.of("rules"));
        requireRefusals(foreignRouting());
    }

    @Test
    void shouldRefuseInATransactionWhatIsRefusedOutside() {
        requireAllMethods(
                Transaction.class,
                foreignInTransactions(),
                Set.of(
                        "accept Delivery",
                        "commit",
                        "commitAsync",
                        "prepare byte[]",
                        "prepareAsync byte[]",
                        "rollback",
                        "close"));
        requireRefusals(foreignInTransactions());
        var view = view("ada");
        var transaction = view.begin();
        transaction.send(letter("ours"));
        assertThatThrownBy(() -> transaction.send(letter("theirs"))).isInstanceOf(PenstockException.Forbidden.class);
        transaction.commit();

        assertThat(broker.statistics("ours").depth()).isEqualTo(1);
        assertThat(broker.statistics("theirs").depth()).isEqualTo(1);
    }

    @Test
    void shouldShowNothingOfWhatIsForOthers() {
        var view = view("ada");

        assertThat(view.destinations()).extracting(Destination::name).containsExactly("ours");
        assertThat(view.schedules().list()).isEmpty();
        assertThat(view.routing().rules()).isEmpty();
        assertThat(view.alerts().rules()).isEmpty();
        assertThat(view.alerts().states()).isEmpty();
        assertThat(view.alerts().problems()).isEmpty();
        broker.operations().purge("theirs", null, "root");
        assertThat(view.operations().list()).isEmpty();
        assertThat(view.operations().find(broker.operations().list().get(0).id()))
                .isEmpty();
        assertThatThrownBy(() -> view.destination("no.such.thing"))
                .as("as if it existed")
                .isInstanceOf(PenstockException.Forbidden.class);
    }

    @Test
    void shouldServeItsOwner() throws Exception {
        var view = view("ada");

        view.send(letter("ours"));
        view.producer(ProducerOptions.of("p").build()).send(letter("ours"));
        view.schedules().declare(daily("mine", "ours"));
        view.schedules().cancel("mine");
        try (var consumer = view.consume(ConsumerOptions.ofQueue("ours", "c").build())) {
            var first = consumer.receive(Duration.ofMinutes(1)).orElseThrow();
            var second = consumer.receive(Duration.ofMinutes(1)).orElseThrow();
            var transaction = view.begin();
            transaction.accept(first);
            transaction.send(letter("ours"));
            transaction.commit();
            second.accept();
        }
        view.operations().purge("ours", null, "somebody else");

        assertThat(broker.operations().list().get(0).actor()).isEqualTo("ada");
        assertThat(audit)
                .filteredOn(entry -> entry.action().equals("purge"))
                .containsExactly(new AuditRecord("ada", "10.0.0.7", "purge", "ours", "done", ""));
        view.close();
        broker.send(letter("ours"));
    }

    /** Who may let messages fail, route or fall back must not get to send by it. */
    @Test
    void shouldRefuseDetoursToDestinationsOfOthers() {
        var view = view("ada");

        assertThatThrownBy(() -> view.declare(Subscription.ofQueue("ours")
                        .deadLetter(DeadLetterPolicy.to("theirs").build())
                        .build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        view.declare(Destination.exchange("ours.exchange", ExchangeType.FANOUT).build());
        assertThatThrownBy(
                        () -> view.bind(Binding.all("ours.exchange", "theirs").build()))
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> view.schedule(daily("theirs.schedule", "ours")))
                .as("in the place of another schedule")
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> view.routing()
                        .declare(TopicRule.of("theirs.rule", "ours.#").build()))
                .as("in the place of another rule")
                .isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() ->
                        view.consume(ConsumerOptions.ofRule("theirs.rule", "c").build(), HANDLER))
                .isInstanceOf(PenstockException.Forbidden.class);
    }

    @Test
    void shouldLetEverybodyReplyToATemporaryQueueAndNobodyElseReceive() throws Exception {
        var ada = view("ada");
        var eve = view("eve");
        try (var replies = ada.temporary(DestinationKind.QUEUE)) {
            var name = replies.destination().name();
            eve.send(letter(name));

            assertThatThrownBy(
                            () -> eve.consume(ConsumerOptions.ofQueue(name, "c").build()))
                    .isInstanceOf(PenstockException.Forbidden.class);
            assertThatThrownBy(() -> eve.browse(BrowseRequest.all(name, 1).build()))
                    .isInstanceOf(PenstockException.Forbidden.class);
            try (var consumer = ada.consume(ConsumerOptions.ofQueue(name, "c").build())) {
                assertThat(consumer.receive(Duration.ofMinutes(1)))
                        .map(Delivery::message)
                        .isPresent();
            }
        }
    }

    @Test
    void shouldLetACallerEndItsOwnPreparedTransactionsAndAnOperatorAll() {
        var ada = view("ada");
        var transaction = ada.begin();
        transaction.send(letter("ours"));
        await(transaction.prepareAsync(new byte[] {7}));

        assertThat(ada.prepared()).hasSize(1);
        assertThat(view("eve").prepared()).isEmpty();
        assertThat(view("olga", "operator").prepared()).hasSize(1);
        assertThatThrownBy(() -> view("eve").commitPrepared(new byte[] {7}))
                .isInstanceOf(PenstockException.Forbidden.class);
        ada.commitPrepared(new byte[] {7});
        assertThat(broker.statistics("ours").depth()).isEqualTo(1);
        view("olga", "operator").forgetPrepared(new byte[] {7});
    }

    /** A preparation that fails gives nobody a right to what has that id already. */
    @Test
    void shouldNotTakeAPreparedTransactionOfOthersForOnesOwn() {
        var theirs = broker.begin();
        theirs.send(letter("theirs"));
        theirs.prepare(new byte[] {9});
        var ada = view("ada");
        var transaction = ada.begin();
        transaction.send(letter("ours"));

        assertThatThrownBy(() -> transaction.prepare(new byte[] {9})).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> ada.commitPrepared(new byte[] {9})).isInstanceOf(PenstockException.Forbidden.class);
        assertThatThrownBy(() -> ada.rollbackPrepared(new byte[] {9})).isInstanceOf(PenstockException.Forbidden.class);
        assertThat(ada.prepared()).isEmpty();
        assertThat(broker.prepared()).hasSize(1);
    }

    @Test
    void shouldGiveAnAdministratorEverything() {
        var root = view("root", "admin");

        root.send(letter("theirs"));
        assertThat(root.destinations()).hasSizeGreaterThanOrEqualTo(4);
        root.events(event -> {}).close();
        assertThat(root.schedules().nextFirings("theirs.schedule", 1)).allMatch(Instant.now()::isBefore);
    }
}
