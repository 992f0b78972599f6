package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a module shows to others lies in its root package. What they use below it is listed here, so that it does not
 * become more by accident.
 */
class BorderTest {

    /** Modules whose packages are all made for others, or whose classes the other half of the extension needs. */
    private static final Set<String> OPEN = Set.of("src/api", "src/conformance", "src/testkit", "src/runtime");

    private static final Map<String, String> ROOTS = Map.ofEntries(
            Map.entry("src/journal", "io.penstock.journal"),
            Map.entry("src/broker", "io.penstock.broker"),
            Map.entry("src/kafka", "io.penstock.kafka"),
            Map.entry("src/security", "io.penstock.security"),
            Map.entry("src/remote", "io.penstock.remote"),
            Map.entry("src/jms", "io.penstock.jms"),
            Map.entry("src/embedded", "io.penstock.embedded"),
            Map.entry("src/connector", "io.penstock.connector"),
            Map.entry("src/postgres", "io.penstock.postgres"),
            Map.entry("src/server", "io.penstock.server"),
            Map.entry("src/bench", "io.penstock.bench"));

    private static final Map<String, Set<String>> VISIBLE = Map.of(
            "src/journal",
            Set.of(
                    "archive.ArchiveOptions",
                    "archive.ArchiveReport",
                    "archive.ArchiveStatistics",
                    "archive.CleanupPolicy",
                    "archive.PartitionPlan",
                    "archive.RemovalReason",
                    "commit.FrameTrigger",
                    "commit.JournalStatistics",
                    "frame.Append",
                    "frame.FrameHandler",
                    "log.CopyTarget",
                    "log.LocalLog",
                    "log.Log",
                    "log.LogCopy",
                    "log.LogOptions",
                    "log.LogOwner",
                    "offline.CompanionFiles",
                    "offline.LogInspector",
                    "offline.LogRepair",
                    "offline.LogReport",
                    "record.BatchCompression",
                    "record.BatchEncoder",
                    "record.EncodedBatch",
                    "record.EncodedRecord",
                    "record.LogRecord",
                    "record.LogVisitor",
                    "record.RecordBatch",
                    "record.RecordSizes",
                    "storage.DirectoryStorage",
                    "storage.NamedFolder",
                    "storage.Storage",
                    "storage.StorageFile",
                    "young.Journal",
                    "young.JournalOptions"),
            "src/broker",
            Set.of(
                    "alert.AlertFile",
                    "alert.AlertStore",
                    "entry.Entry",
                    "entry.EntryCodec",
                    "entry.EntryView",
                    "entry.EntryViews",
                    "filter.Filter",
                    "migration.LogMigration",
                    "migration.MigratedContent",
                    "migration.MigratedPartition",
                    "migration.MigrationResult",
                    "migration.StoppedBroker",
                    "routing.TopicRules"),
            "src/kafka",
            Set.of(
                    "instance.CellState",
                    "instance.CellStatus",
                    "migrate.MigrationDifference",
                    "migrate.MigrationListener",
                    "migrate.MigrationReport"),
            "src/connector",
            Set.of(
                    "attribute.SharedPolicies",
                    "payload.LibraryFormat",
                    "payload.OptionalLibrary",
                    "payload.PayloadDeclaration",
                    "payload.PayloadDeclarations",
                    "stream.Enlistment",
                    "stream.InFlight",
                    "tracing.ChannelTracing",
                    "tracing.ObservedBroker"),
            "src/jms",
            Set.of(
                    "destination.PenstockDestination",
                    "destination.PenstockQueue",
                    "destination.PenstockTopic",
                    "session.JmsOptions",
                    "spec.ErrorCode",
                    "spec.Failures",
                    "xa.Branch",
                    "xa.BranchResource",
                    "xa.JoiningBroker"),
            "src/postgres",
            Set.of(
                    "outbox.OutboxMessage",
                    "triage.Triage",
                    "triage.TriageChange",
                    "triage.TriageLetter",
                    "triage.TriagePlace",
                    "triage.TriageSearch",
                    "triage.TriageStatus"),
            "src/bench",
            Set.of("local.LocalKafka", "measure.ChildProcess", "measure.Plan"));

    @Test
    void shouldUseOfAnotherModuleWhatItShows() {
        assertThat(usedBelowRoots()).isEqualTo(listed());
    }

    @Test
    void shouldKnowTheRootOfEveryModuleThatIsNotOpen() {
        var closed = new TreeSet<>(ProductClasses.BY_MODULE.keySet());
        closed.removeAll(OPEN);
        closed.removeAll(ROOTS.keySet());
        assertThat(closed)
                .as("modules that nobody depends on")
                .containsExactly("deployment", "src/it", "src/postgres-deployment");
    }

    private static Map<String, Set<String>> listed() {
        var listed = new TreeMap<String, Set<String>>();
        VISIBLE.forEach((module, names) -> listed.put(module, new TreeSet<>(names)));
        return listed;
    }

    private static Map<String, Set<String>> usedBelowRoots() {
        var moduleOf = new HashMap<String, String>();
        ProductClasses.BY_MODULE.forEach(
                (module, classes) -> classes.forEach(type -> moduleOf.put(type.getName(), module)));
        var used = new TreeMap<String, Set<String>>();
        for (var type : ProductClasses.ALL) {
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                var module = moduleOf.get(target.getName());
                if (module != null && ROOTS.containsKey(module) && !module.equals(moduleOf.get(type.getName()))) {
                    var root = ROOTS.get(module);
                    if (isBelow(root, target)) {
                        used.computeIfAbsent(module, any -> new TreeSet<>())
                                .add(ProductClasses.outermost(target).getName().substring(root.length() + 1));
                    }
                }
            }
        }
        return used;
    }

    private static boolean isBelow(String root, JavaClass type) {
        return !type.getPackageName().equals(root);
    }
}
