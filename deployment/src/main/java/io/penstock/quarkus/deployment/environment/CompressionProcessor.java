package io.penstock.quarkus.deployment.environment;

import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.JniRuntimeAccessBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;

import java.util.List;
import java.util.Locale;

/**
 * Prepares Zstandard for a native image, if the application has the library. If something is missing here, the image
 * finds it when it tries the codec, and refuses the compression as if there were no library.
 */
class CompressionProcessor {

    private static final String CODECS = "io.penstock.journal.record.Codecs";
    private static final String CODEC = "io.penstock.journal.record.ZstdCodec";
    private static final String LIBRARY = "com.github.luben.zstd";

    /** The classes whose fields the native code of the library reads and writes. */
    private static final String[] STREAMS = {
        LIBRARY + ".ZstdInputStreamNoFinalizer", LIBRARY + ".ZstdOutputStreamNoFinalizer"
    };

    @BuildStep
    void zstandard(
            NativeConfig config,
            BuildProducer<RuntimeInitializedClassBuildItem> initializedLate,
            BuildProducer<RuntimeInitializedPackageBuildItem> packagesInitializedLate,
            BuildProducer<ReflectiveClassBuildItem> reflection,
            BuildProducer<JniRuntimeAccessBuildItem> jni,
            BuildProducer<NativeImageResourcePatternsBuildItem> resources) {
        // The codecs are looked for at run time: the machine that builds the image may have others.
        initializedLate.produce(new RuntimeInitializedClassBuildItem(CODECS + "$Lz4"));
        initializedLate.produce(new RuntimeInitializedClassBuildItem(CODECS + "$Zstd"));
        if (!QuarkusClassLoader.isClassPresentAtRuntime(LIBRARY + ".Zstd")) {
            return;
        }
        packagesInitializedLate.produce(new RuntimeInitializedPackageBuildItem(LIBRARY));
        packagesInitializedLate.produce(new RuntimeInitializedPackageBuildItem(LIBRARY + ".util"));
        reflection.produce(ReflectiveClassBuildItem.builder(CODEC)
                .reason("Looked for by name, since not every application has the library")
                .build());
        jni.produce(new JniRuntimeAccessBuildItem(false, false, true, STREAMS));
        resources.produce(NativeImageResourcePatternsBuildItem.builder()
                .includeGlobs(libraries(config))
                .build());
    }

    /** The native libraries of the system that the image is for. A container build makes an image for Linux. */
    private static List<String> libraries(NativeConfig config) {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!config.isExplicitContainerBuild() && system.startsWith("mac")) {
            return List.of("darwin/x86_64/libzstd-jni-*.dylib", "darwin/aarch64/libzstd-jni-*.dylib");
        }
        if (!config.isExplicitContainerBuild() && system.startsWith("win")) {
            return List.of("win/amd64/libzstd-jni-*.dll", "win/aarch64/libzstd-jni-*.dll");
        }
        return List.of("linux/amd64/libzstd-jni-*.so", "linux/aarch64/libzstd-jni-*.so");
    }
}
