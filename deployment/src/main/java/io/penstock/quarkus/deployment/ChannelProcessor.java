package io.penstock.quarkus.deployment;

import io.penstock.connector.payload.LibraryFormat;
import io.penstock.connector.payload.OptionalLibrary;
import io.penstock.connector.payload.PayloadDeclarations;
import io.penstock.quarkus.ChannelPayload;
import io.penstock.quarkus.ChannelPayloads;
import io.penstock.quarkus.PenstockRecorder;
import io.penstock.quarkus.payload.RecordedType;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.recording.RecorderContext;

import java.util.stream.Collectors;
import jakarta.inject.Singleton;

/**
 * Hands the full types of what is read from channels over to run time: Reactive Messaging keeps only the classes, so a
 * {@code List<Order>} would be read as a list of maps.
 */
class ChannelProcessor {

    private static final String JSON_B = "jakarta.json.bind.Jsonb";

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem payloads(
            PenstockRecorder recorder,
            RecorderContext context,
            BeanDiscoveryFinishedBuildItem discovery,
            CombinedIndexBuildItem combined) {
        var reader = new ChannelReader(combined.getIndex());
        reader.readMethods(discovery.beanStream().classBeans().stream()
                .map(BeanInfo::getBeanClass)
                .collect(Collectors.toSet()));
        reader.readStreams(discovery.getInjectionPoints());
        RecordedRecords.register(context, ChannelPayload.class, RecordedType.class);
        return SyntheticBeanBuildItem.configure(ChannelPayloads.class)
                .addType(PayloadDeclarations.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(recorder.payloads(reader.payloads()))
                .done();
    }

    /**
     * Makes what knows a library known to a native image, if the application has the library. Otherwise the image could
     * not be built, since all classes that it knows have to be complete.
     */
    @BuildStep
    void libraries(BuildProducer<ReflectiveClassBuildItem> reflection) {
        for (var format : LibraryFormat.values()) {
            if (format != LibraryFormat.JSON && QuarkusClassLoader.isClassPresentAtRuntime(format.mark())) {
                reflection.produce(
                        ReflectiveClassBuildItem.builder(format.bodies()).build());
            }
        }
        if (QuarkusClassLoader.isClassPresentAtRuntime(JSON_B)) {
            reflection.produce(ReflectiveClassBuildItem.builder(OptionalLibrary.JSON_B_TYPES)
                    .build());
        }
    }
}
