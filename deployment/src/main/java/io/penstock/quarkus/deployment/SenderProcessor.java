package io.penstock.quarkus.deployment;

import io.penstock.quarkus.PenstockRecorder;
import io.penstock.quarkus.SenderDefinition;
import io.penstock.quarkus.SenderRegistry;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.recording.RecorderContext;

import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Singleton;

/** Collects and checks injected senders of objects, and hands them over to run time. */
class SenderProcessor {

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem senders(
            PenstockRecorder recorder,
            RecorderContext context,
            BeanDiscoveryFinishedBuildItem discovery,
            CombinedIndexBuildItem combined,
            BuildProducer<ReflectiveHierarchyBuildItem> reflection,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var reader = new SenderReader();
        reader.read(discovery.getInjectionPoints());
        for (var problem : reader.problems()) {
            errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem)));
        }
        for (var payload : reader.payloads()) {
            if (combined.getIndex().getClassByName(payload.name()) != null) {
                reflection.produce(ReflectiveHierarchyBuildItem.builder(payload)
                        .source("payload of an injected sender")
                        .build());
            }
        }
        RecordedRecords.register(context, SenderDefinition.class);
        return SyntheticBeanBuildItem.configure(SenderRegistry.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(recorder.senders(reader.senders()))
                .done();
    }
}
