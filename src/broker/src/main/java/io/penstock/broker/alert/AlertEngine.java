package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Timekeeper;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one engine of alerts. What is about dead letters fires at once when a message dies; everything else is looked at
 * in rounds, on the thread of the engine's own timer, of which each has a bound. What changes is told as an event at
 * once, and then kept in the store and handed on. Safe for use by any thread.
 */
public final class AlertEngine implements Alerts, DeathNotices, Timekeeper.Task {

    /** How often the times of dead letters are kept while nothing changes: a crash forgets the letters since then. */
    private static final long LETTERS_KEPT_MILLIS = 30_000;

    private final AlertSubjects subjects;
    private final AlertStates states;
    private final AlertProblems problems = new AlertProblems();
    private final LetterAlerts letters;
    private final Sweep sweep;
    private final HandOn handOn = new HandOn(this::changed);
    private final AlertKeeper keeper;
    private final Consumer<BrokerEvent> events;
    private final InstantSource clock;
    private final Object declaring = new Object();
    private volatile RuleSet rules = new RuleSet(Map.of());
    private volatile Runnable wake = () -> {};
    private volatile boolean isChanged;
    private boolean isClosed;
    private long lastRound = Long.MIN_VALUE;
    private long lettersKept;

    /** @param events is told each change, and each death; it must not block */
    public AlertEngine(AlertSubjects subjects, AlertStore store, Consumer<BrokerEvent> events, InstantSource clock) {
        this.subjects = subjects;
        this.events = events;
        this.clock = clock;
        states = new AlertStates(this::told);
        letters = new LetterAlerts(subjects, states, problems);
        sweep = new Sweep(subjects, states, problems);
        keeper = new AlertKeeper(store);
    }

    /** Takes up where the last run ended. It is called once, before anything else. */
    public void restore() {
        var snapshot = keeper.read();
        rules = RuleSet.of(snapshot.rules());
        states.restore(snapshot.states());
        handOn.restore(snapshot.waiting());
        letters.restore(snapshot.letters());
    }

    private void told(AlertState state) {
        events.accept(new BrokerEvent.AlertChanged(state.since(), state));
        handOn.add(state);
        changed();
    }

    private void changed() {
        isChanged = true;
        wake.run();
    }

    @Override
    public void died(BrokerEvent.MessageDeadLettered death, @Nullable DeadLetterAlert alert) {
        events.accept(death);
        if (death.deadLetterQueue() == null) {
            return;
        }
        if (alert != null) {
            var rule = AlertRule.ofSubscription(death.destination(), death.subscription(), alert);
            if (letters.died(rule, death)) {
                events.accept(new BrokerEvent.DeadLettersRising(
                        death.at(), death.destination(), death.subscription(), alert.moreThan() + 1, alert));
            }
        }
        rules.ofLetters(death.destination(), death.subscription()).forEach(rule -> letters.died(rule, death));
        wake.run();
    }

    @Override
    public AlertRule declare(AlertRule rule) {
        Objects.requireNonNull(rule, "rule");
        if (rule.ofSubscription()) {
            throw new PenstockException.InvalidConfiguration(
                    "'" + rule.name() + "' is the alert of a subscription: set it in the dead-letter policy of that.");
        }
        synchronized (declaring) {
            var before = rules;
            if (before.find(rule.name()).filter(rule::equals).isPresent()) {
                return rule;
            }
            if (before.find(rule.name()).isEmpty() && before.list().size() >= EngineBounds.ALERT_RULES) {
                throw new PenstockException.InvalidConfiguration("Alert '" + rule.name() + "' would be one more than "
                        + EngineBounds.ALERT_RULES + ": remove others, or use patterns.");
            }
            replace(before, before.with(rule));
        }
        return rule;
    }

    @Override
    public void remove(String name) {
        synchronized (declaring) {
            var before = rules;
            if (before.find(Objects.requireNonNull(name, "name")).isEmpty()) {
                throw new PenstockException.UnknownAlert(name);
            }
            replace(before, before.without(name));
        }
        long now = clock.millis();
        states.all().stream()
                .map(AlertKey::of)
                .filter(key -> key.rule().equals(name))
                .forEach(key -> states.resolve(key, now, 0));
        problems.over(name);
    }

    /** Rules exist when they are kept, and not before. */
    private void replace(RuleSet before, RuleSet after) {
        rules = after;
        try {
            keep();
        } catch (IOException e) {
            rules = before;
            throw new PenstockException.Unavailable("The alerts cannot be written: " + e, e);
        }
        wake.run();
    }

    @Override
    public List<AlertRule> rules() {
        return rules.list();
    }

    @Override
    public Optional<AlertRule> find(String name) {
        return rules.find(Objects.requireNonNull(name, "name"));
    }

    @Override
    public List<AlertState> states() {
        return states.all();
    }

    @Override
    public Map<String, String> problems() {
        return problems.all();
    }

    @Override
    public void handOn(Function<AlertState, CompletionStage<?>> receiver) {
        handOn.to(Objects.requireNonNull(receiver, "receiver"));
    }

    @Override
    public void wakeBy(Runnable action) {
        wake = action;
    }

    @Override
    public long turn() {
        long now = clock.millis();
        long round = EngineBounds.ALERT_ROUND.toMillis();
        if (now >= lastRound + round || now < lastRound) {
            lastRound = now;
            round(now);
        }
        handOn.go(now);
        if (isChanged || letters.isNew() && now - lettersKept >= LETTERS_KEPT_MILLIS) {
            lettersKept = now;
            keeper.keepOrTellOf(this::keep, () -> isChanged = true);
        }
        return isIdle() ? Alarms.NEVER : now + round;
    }

    private boolean isIdle() {
        return rules.list().isEmpty() && states.isEmpty() && letters.isEmpty() && handOn.hasNothingToDo() && !isChanged;
    }

    private void round(long nowMillis) {
        var now = rules;
        letters.round(now, nowMillis);
        now.ofDisk().forEach(rule -> lookAtDisk(rule, nowMillis));
        sweep.round(now, nowMillis);
        resolveOfDisk(now, nowMillis);
        if (states.forgetOld(nowMillis)) {
            isChanged = true;
        }
    }

    private void lookAtDisk(AlertRule rule, long nowMillis) {
        try {
            int used = subjects.diskUsedPercent();
            if (used > ((AlertCondition.Disk) rule.condition()).abovePercent()) {
                states.fire(AlertKey.ofDisk(rule), rule, nowMillis, used);
            } else {
                states.resolve(AlertKey.ofDisk(rule), nowMillis, used);
            }
            problems.over(rule.name());
        } catch (IOException | RuntimeException e) {
            problems.found(rule.name(), e);
        }
    }

    /** A rule may have become one that is not about the disk any more. */
    private void resolveOfDisk(RuleSet now, long nowMillis) {
        states.all().stream()
                .filter(state -> state.isFiring() && state.rule().condition() instanceof AlertCondition.Disk)
                .filter(state -> now.find(state.rule().name())
                        .filter(rule -> rule.condition() instanceof AlertCondition.Disk)
                        .isEmpty())
                .forEach(state -> states.resolve(AlertKey.of(state), nowMillis, state.value()));
    }

    /** Writes what has to survive; from any thread, one after the other. */
    private void keep() throws IOException {
        synchronized (keeper) {
            if (isClosed) {
                // The file may be another broker's by now.
                return;
            }
            isChanged = false;
            keeper.keep(new AlertSnapshot(rules.list(), states.all(), handOn.waiting(), letters.times()));
        }
    }

    /** Keeps what there is, and nothing more from then on. */
    public void close() {
        synchronized (keeper) {
            if (isChanged || letters.isNew()) {
                keeper.keepOrTellOf(this::keep, () -> {});
            }
            isClosed = true;
        }
    }

    @Override
    public String toString() {
        return "The engine of alerts";
    }
}
