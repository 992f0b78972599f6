package io.penstock.connector.payload;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;

/** Collects what channels are read as, where CDI has portable extensions. Quarkus does it when it builds. */
public class PayloadExtension implements Extension, PayloadDeclarations {

    private final List<PayloadDeclaration> found = new ArrayList<>();

    void collectMethods(@Observes ProcessManagedBean<?> event) {
        for (var method : event.getAnnotatedBeanClass().getMethods()) {
            for (var incoming : method.getAnnotations(Incoming.class)) {
                found.add(PayloadDeclaration.of(
                        incoming.value(), method.getJavaMember().toString(), false, signature(method)));
            }
        }
    }

    private static Type signature(AnnotatedMethod<?> method) {
        var parameters = method.getParameters();
        return parameters.isEmpty() ? method.getBaseType() : parameters.get(0).getBaseType();
    }

    void collectStreams(@Observes ProcessInjectionPoint<?, ?> event) {
        var point = event.getInjectionPoint();
        for (var qualifier : point.getQualifiers()) {
            if (qualifier instanceof Channel channel && PayloadTypes.isStream(point.getType())) {
                found.add(
                        PayloadDeclaration.of(channel.value(), point.getMember().toString(), true, point.getType()));
            }
        }
    }

    @Override
    public List<PayloadDeclaration> list() {
        return List.copyOf(found);
    }
}
