package io.penstock.quarkus.deployment.environment;

import io.penstock.quarkus.PenstockRecorder;
import io.penstock.quarkus.config.Choices;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ConfigClassBuildItem;
import io.quarkus.deployment.builditem.ConfigurationBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Finds out which properties exist, so that the start can refuse those that do not. */
class ConfigProcessor {

    private static final String LONG = "quarkus.penstock";
    private static final String SHORT = "penstock";

    @BuildStep
    RunTimeConfigBuilderBuildItem choices() {
        return new RunTimeConfigBuilderBuildItem(Choices.AtRunTime.class);
    }

    /** Before anything is opened: a directory must not be created under a name that was meant otherwise. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Produce(CheckedConfigurationBuildItem.class)
    void check(PenstockRecorder recorder, ConfigurationBuildItem configuration, List<ConfigClassBuildItem> mappings) {
        var classes = new ArrayList<>(configuration.getReadResult().getAllMappings());
        for (var mapping : mappings) {
            classes.add(ConfigClass.configClass(mapping.getConfigClass(), mapping.getPrefix()));
        }
        recorder.checkProperties(names(classes));
    }

    private static List<String> names(Collection<ConfigClass> mappings) {
        var names = new TreeSet<String>();
        for (var mapping : mappings) {
            var prefix = mapping.getPrefix();
            if (isBelow(prefix, LONG) || isBelow(prefix, SHORT)) {
                names.addAll(ConfigMappings.getProperties(mapping).keySet());
            }
        }
        return List.copyOf(names);
    }

    private static boolean isBelow(String prefix, String root) {
        return prefix.equals(root) || prefix.startsWith(root + ".");
    }
}
