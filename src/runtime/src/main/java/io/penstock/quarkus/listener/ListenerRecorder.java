package io.penstock.quarkus.listener;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

import java.util.List;

/** Carries the listeners and message-driven beans that the build found over to run time. */
@Recorder
public class ListenerRecorder {

    public RuntimeValue<ListenerRegistry> registry(List<RecordedListener> listeners, List<MessageDrivenBean> beans) {
        return new RuntimeValue<>(new ListenerRegistry(
                listeners.stream().map(RecordedListener::toListener).toList(), beans));
    }
}
