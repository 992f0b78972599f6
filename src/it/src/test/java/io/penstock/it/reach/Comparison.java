package io.penstock.it.reach;

import io.penstock.it.reach.Access.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** What was reached, beside what an image would let be reached. */
final class Comparison {

    /** Why an access works in the image. */
    enum Verdict {
        /** It happens in the image's builder, which initializes classes. */
        BUILDER,
        /** The metadata has it. */
        METADATA,
        /** The code names the class in a literal. */
        LITERAL,
        /** It is done with a method or field that was looked up in the builder, and lies in the image's heap. */
        HEAP,
        /** The reviewed list says why nothing is needed. */
        REVIEWED,
        /** It does not. */
        MISSING
    }

    /** Looking a member up, with which it can be used afterwards. */
    private static final Set<Kind> LOOK_UPS =
            Set.of(Kind.METHODS, Kind.METHOD, Kind.CONSTRUCTORS, Kind.CONSTRUCTOR, Kind.FIELDS, Kind.FIELD);

    private static final Set<Kind> USES = Set.of(Kind.INVOKE, Kind.CONSTRUCT, Kind.ACCESS);

    private final Map<Kind, Map<Verdict, Integer>> counts = new EnumMap<>(Kind.class);
    private final Set<String> gaps = new TreeSet<>();
    private final List<Access> excused = new ArrayList<>();

    private final Reachability reachability;
    private final Set<String> initializedAtRunTime;
    private final Literals literals;
    private final PicocliFields picocli;
    private final Features features;
    private final Reviewed reviewed;
    private final Set<String> heap;

    private Comparison(List<Access> accesses, Reachability reachability, NativeSources sources, Reviewed reviewed)
            throws IOException {
        this.reachability = reachability;
        this.reviewed = reviewed;
        initializedAtRunTime = sources.initializedAtRunTime();
        literals = new Literals(sources);
        picocli = new PicocliFields(sources);
        features = new Features(sources);
        heap = inTheHeap(accesses);
    }

    static Comparison of(List<Access> accesses, Reachability reachability, NativeSources sources, Reviewed reviewed)
            throws IOException {
        var comparison = new Comparison(accesses, reachability, sources, reviewed);
        for (var access : accesses) {
            comparison.judge(access);
        }
        return comparison;
    }

    private void judge(Access access) throws IOException {
        var missing = picocli.relevant(access, reachability.missing(access));
        var verdict = verdict(access, missing);
        counts.computeIfAbsent(access.kind(), kind -> new EnumMap<>(Verdict.class))
                .merge(verdict, 1, Integer::sum);
        if (verdict == Verdict.MISSING) {
            gaps.add(access + ": the image does not know " + missing);
        } else if (verdict == Verdict.REVIEWED) {
            excused.add(access);
        }
    }

    private Verdict verdict(Access access, List<String> missing) throws IOException {
        if (access.isOfTheBuilder(initializedAtRunTime)) {
            return Verdict.BUILDER;
        }
        if (missing.isEmpty()) {
            return Verdict.METADATA;
        }
        if (literals.contains(access)) {
            return Verdict.LITERAL;
        }
        if (USES.contains(access.kind()) && heap.containsAll(missing)) {
            return Verdict.HEAP;
        }
        return reviewed.contains(access, missing, features) ? Verdict.REVIEWED : Verdict.MISSING;
    }

    /** Members that were looked up in the builder, and never again. */
    private Set<String> inTheHeap(List<Access> accesses) {
        var found = new HashSet<String>();
        var foundAgain = new HashSet<String>();
        for (var access : accesses) {
            if (LOOK_UPS.contains(access.kind())) {
                (access.isOfTheBuilder(initializedAtRunTime) ? found : foundAgain).addAll(access.members());
            }
        }
        found.removeAll(foundAgain);
        return found;
    }

    /** One line each, without order of time. */
    Set<String> gaps() {
        return gaps;
    }

    /** What the reviewed list let pass. */
    List<Access> excused() {
        return excused;
    }

    /** For a person: how many accesses of each kind work why. */
    String table() {
        var table = new StringJoiner("\n");
        var head = new StringBuilder(String.format(Locale.ROOT, "%-13s", "kind"));
        for (var verdict : Verdict.values()) {
            head.append(String.format(Locale.ROOT, "%10s", verdict.name().toLowerCase(Locale.ROOT)));
        }
        table.add(head);
        counts.forEach((kind, verdicts) -> {
            var row = new StringBuilder(
                    String.format(Locale.ROOT, "%-13s", kind.name().toLowerCase(Locale.ROOT)));
            for (var verdict : Verdict.values()) {
                row.append(String.format(Locale.ROOT, "%10d", verdicts.getOrDefault(verdict, 0)));
            }
            table.add(row);
        });
        return table.toString();
    }
}
