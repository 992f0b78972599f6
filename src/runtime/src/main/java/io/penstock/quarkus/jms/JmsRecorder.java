package io.penstock.quarkus.jms;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

import java.util.function.Function;
import jakarta.jms.ConnectionFactory;

/** Carries the definitions and the wrapper of connection factories that the build found over to run time. */
@Recorder
public class JmsRecorder {

    public RuntimeValue<JmsDefinitions> definitions(JmsDefinitions found) {
        return new RuntimeValue<>(found);
    }

    public RuntimeValue<FactoryWrapper> wrapper(Function<ConnectionFactory, Object> function) {
        return new RuntimeValue<>(new FactoryWrapper(function));
    }
}
