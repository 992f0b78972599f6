package io.penstock.quarkus.deployment;

import io.penstock.DeadLetterPolicy;
import io.penstock.RetryPolicy;
import io.penstock.quarkus.listener.Listener;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.penstock.quarkus.listener.ListenerRecorder;
import io.penstock.quarkus.listener.ListenerRegistry;
import io.penstock.quarkus.listener.MessageDrivenBean;
import io.penstock.quarkus.listener.RecordedDeadLetter;
import io.penstock.quarkus.listener.RecordedRetry;
import io.penstock.quarkus.listener.TransactionTimeout;
import io.quarkus.arc.deployment.AutoAddScopeBuildItem;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.BuildExclusionsBuildItem;
import io.quarkus.arc.deployment.InvokerFactoryBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.execannotations.ExecutionModelAnnotationsAllowedBuildItem;
import io.quarkus.deployment.recording.RecorderContext;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Singleton;

/** Collects and checks listener methods, generates the code that calls them, and hands them over to run time. */
class ListenerProcessor {

    /** Makes a class with listeners a bean, if it has no scope of its own. */
    @BuildStep
    AutoAddScopeBuildItem scope() {
        return AutoAddScopeBuildItem.builder()
                .anyMethodMatches(Names::isListener)
                .defaultScope(BuiltinScope.SINGLETON)
                .reason("It has methods that listen to Penstock")
                .build();
    }

    /**
     * Allows {@code @Blocking} and {@code @RunOnVirtualThread} on listeners. Quarkus refuses these annotations on
     * methods that are no entry points.
     */
    @BuildStep
    ExecutionModelAnnotationsAllowedBuildItem executionModel() {
        return new ExecutionModelAnnotationsAllowedBuildItem(Names::isListener);
    }

    /** Keeps beans that only listen, with methods of their own or inherited: nobody injects them. */
    @BuildStep
    UnremovableBeanBuildItem keepBeans(BeanArchiveIndexBuildItem archives) {
        var methods = new BeanMethods(archives.getIndex());
        return new UnremovableBeanBuildItem(bean -> bean.isClassBean()
                && methods.of(bean.getImplClazz()).stream().anyMatch(each -> Names.isListener(each.method())));
    }

    @BuildStep
    void collect(
            BeanDiscoveryFinishedBuildItem discovery,
            BeanArchiveIndexBuildItem archives,
            BuildExclusionsBuildItem exclusions,
            InvokerFactoryBuildItem invokers,
            BuildProducer<ListenerBuildItem> listeners,
            BuildProducer<ReflectiveHierarchyBuildItem> reflection,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var scan = new ListenerScan(
                archives.getIndex(), new Replacements(discovery.getBeans(), discovery.getBeanResolver()), exclusions);
        scan.scan(discovery.beanStream().classBeans());
        for (var problem : scan.problems()) {
            errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem.getMessage())));
        }
        for (var found : scan.found()) {
            var payload = found.payload();
            var invoker = invokers.createInvoker(found.bean(), found.method()).build();
            listeners.produce(new ListenerBuildItem(
                    found.definition(), payload, found.bean().getIdentifier(), invoker));
            if (found.definition().jsonParameter() >= 0) {
                reflection.produce(ReflectiveHierarchyBuildItem.builder(payload)
                        .source("payload of " + found.definition().method())
                        .build());
            }
        }
    }

    /**
     * Hands the listeners over to static initialization, because destinations are declared before anything else
     * happens.
     */
    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem record(
            ListenerRecorder recorder,
            RecorderContext context,
            List<ListenerBuildItem> listeners,
            List<MessageDrivenProcessor.Item> beans) {
        RecordedRecords.register(
                context,
                Listener.class,
                MessageDrivenBean.class,
                TransactionTimeout.class,
                ListenerDefinition.class,
                ListenerDefinition.Consumption.class,
                ListenerDefinition.Parameter.class,
                RecordedRetry.class,
                RecordedDeadLetter.class);
        context.registerSubstitution(RetryPolicy.class, RecordedRetry.class, RecordedRetry.Substitution.class);
        context.registerSubstitution(
                DeadLetterPolicy.class, RecordedDeadLetter.class, RecordedDeadLetter.Substitution.class);
        var recorded = new ArrayList<Listener>();
        for (var listener : listeners) {
            recorded.add(new Listener(
                    listener.definition(),
                    payloadType(listener),
                    listener.bean(),
                    context.newInstance(className(listener.invoker().getClassDesc()))));
        }
        return SyntheticBeanBuildItem.configure(ListenerRegistry.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(recorder.registry(
                        recorded,
                        beans.stream().map(MessageDrivenProcessor.Item::bean).toList()))
                .done();
    }

    private static Class<?> payloadType(ListenerBuildItem listener) {
        if (listener.definition().jsonParameter() < 0) {
            return null;
        }
        var name = listener.payload().name().toString();
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(listener.definition().method() + " takes a class that cannot be loaded", e);
        }
    }

    private static String className(ClassDesc type) {
        var descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }
}
