package io.penstock.quarkus.deployment.environment;

import io.penstock.quarkus.PenstockRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.runtime.LaunchMode;

/**
 * Gives development and tests data directories of their own, unless the configuration names one: continuous testing
 * runs tests while the application runs, and tests must not find what an earlier run has left.
 */
class DataDirectoryProcessor {

    private static final String DATA = "quarkus.penstock.data";

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void directory(
            PenstockRecorder recorder,
            LaunchModeBuildItem mode,
            OutputTargetBuildItem output,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        var build = output.getOutputDirectory().toAbsolutePath();
        if (mode.getLaunchMode() == LaunchMode.DEVELOPMENT) {
            var directory = build.resolve("penstock-dev").toString();
            defaults.produce(new RunTimeConfigurationDefaultBuildItem(DATA, directory));
        } else if (mode.getLaunchMode() == LaunchMode.TEST) {
            var directory = build.resolve("penstock-test").toString();
            defaults.produce(new RunTimeConfigurationDefaultBuildItem(DATA, directory));
            recorder.emptyTestDirectory(directory);
        }
    }
}
