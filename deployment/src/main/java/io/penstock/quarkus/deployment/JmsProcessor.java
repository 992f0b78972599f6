package io.penstock.quarkus.deployment;

import io.penstock.quarkus.jms.ConnectionFactories;
import io.penstock.quarkus.jms.ContainerContext;
import io.penstock.quarkus.jms.FactoryWrapper;
import io.penstock.quarkus.jms.InjectedContexts;
import io.penstock.quarkus.jms.JmsDefinitions;
import io.penstock.quarkus.jms.JmsDefinitions.DestinationDefinition;
import io.penstock.quarkus.jms.JmsDefinitions.FactoryDefinition;
import io.penstock.quarkus.jms.JmsNames;
import io.penstock.quarkus.jms.JmsRecorder;
import io.penstock.quarkus.jms.JmsResources;
import io.penstock.quarkus.jms.JndiName;
import io.penstock.quarkus.jms.RequestContexts;
import io.penstock.quarkus.jta.JtaTransactions;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.recording.RecorderContext;

import java.util.Optional;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Singleton;

/** Adds the beans that inject contexts, connection factories and destinations of Jakarta Messaging. */
class JmsProcessor {

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(
                        JndiName.class,
                        JtaTransactions.class,
                        JmsNames.class,
                        ConnectionFactories.class,
                        RequestContexts.class,
                        InjectedContexts.class,
                        JmsResources.class,
                        ContainerContext.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    AnnotationsTransformerBuildItem resources() {
        return new AnnotationsTransformerBuildItem(new ResourceTransformation());
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem definitions(
            JmsRecorder recorder,
            RecorderContext context,
            CombinedIndexBuildItem index,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var reader = new DefinitionReader(index.getIndex());
        var definitions = reader.read();
        for (var problem : reader.problems()) {
            errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem.getMessage())));
        }
        RecordedRecords.register(context, JmsDefinitions.class, DestinationDefinition.class, FactoryDefinition.class);
        return SyntheticBeanBuildItem.configure(JmsDefinitions.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(recorder.definitions(definitions))
                .done();
    }

    /**
     * Hands over the connection pool, if an extension of the application has one: it wraps all connection factories.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    SyntheticBeanBuildItem wrapper(JmsRecorder recorder, Optional<ConnectionPoolBuildItem> pool) {
        return SyntheticBeanBuildItem.configure(FactoryWrapper.class)
                .scope(Singleton.class)
                .unremovable()
                .setRuntimeInit()
                .runtimeValue(recorder.wrapper(
                        pool.map(ConnectionPoolBuildItem::wrapper).orElse(null)))
                .done();
    }
}
