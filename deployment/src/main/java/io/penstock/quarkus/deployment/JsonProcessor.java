package io.penstock.quarkus.deployment;

import io.penstock.quarkus.JsonDocument;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Registers the classes that are read and written as JSON for reflection in a native image. */
class JsonProcessor {

    private static final DotName DOCUMENT = DotName.createSimple(JsonDocument.class);

    /** The types of channels, given by their names because not every application has Reactive Messaging. */
    private static final List<DotName> CHANNELS = List.of(
            DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Incoming"),
            DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Outgoing"),
            DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Channel"));

    /** Registers what applications mark with {@code @JsonDocument}, down to the last class that inherits the mark. */
    @BuildStep
    void documents(CombinedIndexBuildItem combined, BuildProducer<ReflectiveHierarchyBuildItem> reflection) {
        var index = combined.getIndex();
        for (var mark : index.getAnnotations(DOCUMENT)) {
            for (var type : withHeirs(mark.target().asClass(), index)) {
                reflection.produce(hierarchy(Type.create(type, Type.Kind.CLASS), "@JsonDocument " + mark.target()));
            }
        }
    }

    /**
     * Registers what goes through channels, because the connector writes and reads it as JSON unless it is text or
     * bytes. Classes that are not in the index belong to a library, such as the records of another connector.
     */
    @BuildStep
    void payloads(CombinedIndexBuildItem combined, BuildProducer<ReflectiveHierarchyBuildItem> reflection) {
        var index = combined.getIndex();
        for (var channel : CHANNELS) {
            for (var annotation : index.getAnnotations(channel)) {
                for (var type : Payloads.of(annotation.target())) {
                    if (index.getClassByName(type.name()) != null) {
                        reflection.produce(hierarchy(type, "payload of " + annotation.target()));
                    }
                }
            }
        }
    }

    private static Set<DotName> withHeirs(ClassInfo type, IndexView index) {
        var all = new LinkedHashSet<DotName>();
        all.add(type.name());
        var heirs = type.isInterface()
                ? index.getAllKnownImplementations(type.name())
                : index.getAllKnownSubclasses(type.name());
        heirs.forEach(heir -> all.add(heir.name()));
        return all;
    }

    private static ReflectiveHierarchyBuildItem hierarchy(Type type, String source) {
        return ReflectiveHierarchyBuildItem.builder(type).source(source).build();
    }
}
