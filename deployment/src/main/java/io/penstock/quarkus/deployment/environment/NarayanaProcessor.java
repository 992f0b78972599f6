package io.penstock.quarkus.deployment.environment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.SystemPropertyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageSystemPropertyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveMethodBuildItem;

import java.util.List;
import java.util.Locale;

/**
 * Lets the settings that {@link TransactionProcessor} makes take effect in a native image. Narayana fills its beans
 * from system properties by reflection, some of them while the image is built. It reports no error about a field that
 * it does not find there, but ignores the property.
 */
class NarayanaProcessor {

    private static final String PREFIX = "JTAEnvironmentBean.";
    private static final String BEAN = "com.arjuna.ats.jta.common.JTAEnvironmentBean";
    private static final String REASON = "filled from a system property by Narayana";

    @BuildStep
    void settings(
            List<SystemPropertyBuildItem> properties,
            BuildProducer<NativeImageSystemPropertyBuildItem> builder,
            BuildProducer<ReflectiveFieldBuildItem> fields,
            BuildProducer<ReflectiveMethodBuildItem> methods) {
        for (var property : properties) {
            if (property.getKey().startsWith(PREFIX)) {
                builder.produce(new NativeImageSystemPropertyBuildItem(property.getKey(), property.getValue()));
                var field = property.getKey().substring(PREFIX.length());
                var name = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
                fields.produce(new ReflectiveFieldBuildItem(REASON, BEAN, field));
                methods.produce(method("get" + name));
                methods.produce(method("set" + name, String.class.getName()));
            }
        }
    }

    private static ReflectiveMethodBuildItem method(String name, String... parameters) {
        return new ReflectiveMethodBuildItem(REASON, false, BEAN, name, parameters);
    }
}
