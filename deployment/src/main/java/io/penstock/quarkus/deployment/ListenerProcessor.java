package io.penstock.quarkus.deployment;

import io.penstock.DeadLetterPolicy;
import io.penstock.RetryPolicy;
import io.penstock.quarkus.listener.Invocation;
import io.penstock.quarkus.listener.ListenerDefinition;
import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import io.penstock.quarkus.listener.ListenerRecorder;
import io.penstock.quarkus.listener.ListenerRegistry;
import io.penstock.quarkus.listener.MessageDrivenBean;
import io.penstock.quarkus.listener.RecordedDeadLetter;
import io.penstock.quarkus.listener.RecordedListener;
import io.penstock.quarkus.listener.RecordedRetry;
import io.penstock.quarkus.listener.TransactionTimeout;
import io.penstock.quarkus.payload.HeaderReader;
import io.penstock.quarkus.payload.RecordedType;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.AutoAddScopeBuildItem;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.BuildExclusionsBuildItem;
import io.quarkus.arc.deployment.InvokerFactoryBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.execannotations.ExecutionModelAnnotationsAllowedBuildItem;
import io.quarkus.deployment.recording.RecorderContext;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.Type;

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
            Capabilities capabilities,
            InvokerFactoryBuildItem invokers,
            BuildProducer<ListenerBuildItem> listeners,
            BuildProducer<ReflectiveHierarchyBuildItem> reflection,
            BuildProducer<ReflectiveClassBuildItem> enums,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var scan = new ListenerScan(
                archives.getIndex(),
                new Replacements(discovery.getBeans(), discovery.getBeanResolver()),
                exclusions,
                capabilities.isPresent(Capability.TRANSACTIONS));
        scan.scan(discovery.beanStream().classBeans());
        for (var problem : scan.problems()) {
            errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem.getMessage())));
        }
        for (var found : scan.found()) {
            var invoker = invokers.createInvoker(found.bean(), found.method()).build();
            listeners.produce(new ListenerBuildItem(
                    found.definition(),
                    found.payload(),
                    found.result(),
                    found.bean().getIdentifier(),
                    invoker));
            reflect(found.payload(), "payload of " + found.definition().method(), reflection);
            reflect(found.result(), "result of " + found.definition().method(), reflection);
            found.definition().parameters().stream()
                    .map(Parameter::type)
                    .filter(type -> type != null && !HeaderReader.reads(type))
                    .forEach(type -> enums.produce(ReflectiveClassBuildItem.builder(type)
                            .methods()
                            .fields()
                            .build()));
        }
    }

    private static void reflect(Type type, String source, BuildProducer<ReflectiveHierarchyBuildItem> reflection) {
        if (type != null && type.kind() != Type.Kind.PRIMITIVE) {
            reflection.produce(
                    ReflectiveHierarchyBuildItem.builder(type).source(source).build());
        }
    }

    /** Keeps a listener method from becoming a producer by a qualifier that has been taken for {@code @SendTo}. */
    @BuildStep
    AnnotationsTransformerBuildItem qualifiers() {
        return new AnnotationsTransformerBuildItem(AnnotationTransformation.forMethods()
                .whenMethod(Names::isListener)
                .transform(context -> context.remove(each -> each.name().equals(Names.SENDS_TO))));
    }

    /** Lets the container begin the transactions of listeners, so that it can accept their messages in them. */
    @BuildStep
    void transactions(Capabilities capabilities, BuildProducer<AnnotationsTransformerBuildItem> transformers) {
        if (capabilities.isPresent(Capability.TRANSACTIONS)) {
            transformers.produce(new AnnotationsTransformerBuildItem(new ListenerTransactions()));
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
                RecordedListener.class,
                MessageDrivenBean.class,
                TransactionTimeout.class,
                ListenerDefinition.class,
                ListenerDefinition.Consumption.class,
                ListenerDefinition.Parameter.class,
                Invocation.class,
                Invocation.Result.class,
                RecordedType.class,
                RecordedRetry.class,
                RecordedDeadLetter.class);
        context.registerSubstitution(RetryPolicy.class, RecordedRetry.class, RecordedRetry.Substitution.class);
        context.registerSubstitution(
                DeadLetterPolicy.class, RecordedDeadLetter.class, RecordedDeadLetter.Substitution.class);
        var recorded = new ArrayList<RecordedListener>();
        for (var listener : listeners) {
            recorded.add(new RecordedListener(
                    listener.definition(),
                    recorded(listener.payload()),
                    recorded(listener.result()),
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

    private static RecordedType recorded(Type type) {
        return type == null ? null : ChannelReader.recorded(type);
    }

    private static String className(ClassDesc type) {
        var descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }
}
