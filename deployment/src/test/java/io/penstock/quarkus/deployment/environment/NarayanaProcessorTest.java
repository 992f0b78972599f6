package io.penstock.quarkus.deployment.environment;

import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import io.quarkus.deployment.builditem.SystemPropertyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageSystemPropertyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveMethodBuildItem;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NarayanaProcessorTest {

    private static final String PROPERTY = "JTAEnvironmentBean.lastResourceOptimisationInterfaceClassName";

    @Test
    void shouldRegisterWhatNarayanaLooksForByReflection() throws Exception {
        var builder = new ArrayList<NativeImageSystemPropertyBuildItem>();
        var fields = new ArrayList<ReflectiveFieldBuildItem>();
        var methods = new ArrayList<ReflectiveMethodBuildItem>();

        new NarayanaProcessor()
                .settings(
                        List.of(new SystemPropertyBuildItem(PROPERTY, "a.B"), new SystemPropertyBuildItem("x", "y")),
                        builder::add,
                        fields::add,
                        methods::add);

        assertThat(builder)
                .singleElement()
                .satisfies(property ->
                        assertThat(property.getKey() + property.getValue()).isEqualTo(PROPERTY + "a.B"));
        assertThat(fields).hasSize(1);
        JTAEnvironmentBean.class.getDeclaredField(fields.get(0).getName());
        assertThat(methods).hasSize(2);
        for (var method : methods) {
            assertThat(method.getDeclaringClass()).isEqualTo(JTAEnvironmentBean.class.getName());
            JTAEnvironmentBean.class.getDeclaredMethod(
                    method.getName(), method.getParams().length == 0 ? new Class<?>[0] : new Class<?>[] {String.class});
        }
    }
}
