package io.penstock.quarkus.deployment;

import io.penstock.listener.DeadLetter;
import io.penstock.listener.QueueListener;
import io.penstock.listener.Retry;
import io.penstock.listener.TopicListener;
import io.penstock.quarkus.BrokerProducer;
import io.penstock.quarkus.ConnectionFactoryProducer;
import io.penstock.quarkus.NamedDestinations;
import io.penstock.quarkus.PenstockLifecycle;
import io.penstock.quarkus.PenstockRecorder;
import io.penstock.quarkus.SendsTo;
import io.penstock.quarkus.TypedSenders;
import io.penstock.quarkus.alert.Webhooks;
import io.penstock.quarkus.deployment.environment.CheckedConfigurationBuildItem;
import io.penstock.quarkus.emitter.OutsideEmitters;
import io.penstock.quarkus.event.EventPublisher;
import io.penstock.quarkus.health.BrokerLiveness;
import io.penstock.quarkus.health.BrokerReadiness;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.link.ServedPort;
import io.penstock.quarkus.listener.Calls;
import io.penstock.quarkus.listener.ConfigExpressions;
import io.penstock.quarkus.listener.MessageDrivenBeans;
import io.penstock.quarkus.listener.PlannedListeners;
import io.penstock.quarkus.listener.RunningListeners;
import io.penstock.quarkus.metrics.MetricsPublisher;
import io.penstock.quarkus.metrics.ProcessDurations;
import io.penstock.quarkus.payload.JsonCodec;
import io.penstock.quarkus.security.AccessControlProducer;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanContainerBuildItem;
import io.quarkus.arc.deployment.InjectionPointTransformerBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.AdditionalIndexedClassesBuildItem;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LogCategoryBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

import java.util.Optional;
import java.util.logging.Level;

/**
 * Adds what every application with the extension gets: the broker, its configuration, its beans, health checks and
 * meters.
 */
class PenstockProcessor {

    private static final String FEATURE = "penstock";

    /** The engine that an application may have besides. */
    private static final String BROKER_ON_KAFKA = "io.penstock.kafka.KafkaBroker";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Webhooks may be called by TLS, which is known at run time only. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(
                        BrokerProducer.class,
                        ConnectionFactoryProducer.class,
                        PenstockLifecycle.class,
                        ServedPort.class,
                        NamedDestinations.class,
                        SendsTo.class,
                        OutsideTransaction.class,
                        OutsideEmitters.class,
                        TypedSenders.class,
                        AccessControlProducer.class,
                        JsonCodec.class,
                        PlannedListeners.class,
                        Calls.class,
                        MessageDrivenBeans.class,
                        RunningListeners.class,
                        EventPublisher.class,
                        Webhooks.class,
                        ConfigExpressions.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    InjectionPointTransformerBuildItem channels() {
        return new InjectionPointTransformerBuildItem(new ChannelsOutsideTransactions());
    }

    /**
     * Opens the broker, and declares what configuration and annotations name, before the first observer of the start
     * and before any bean that is made for it.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(BeanContainerBuildItem.class)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    @Consume(CheckedConfigurationBuildItem.class)
    ServiceStartBuildItem open(PenstockRecorder recorder) {
        recorder.open();
        return new ServiceStartBuildItem(FEATURE);
    }

    /**
     * Indexes classes of the extension, so that the defaults of annotation attributes are known.
     */
    @BuildStep
    AdditionalIndexedClassesBuildItem indexed() {
        return new AdditionalIndexedClassesBuildItem(
                QueueListener.class.getName(),
                TopicListener.class.getName(),
                Retry.class.getName(),
                DeadLetter.class.getName());
    }

    /** Clients of Kafka tell all of their settings whenever one is made, and where they read each time. */
    @BuildStep
    void quietClients(BuildProducer<LogCategoryBuildItem> categories) {
        if (QuarkusClassLoader.isClassPresentAtRuntime(BROKER_ON_KAFKA)) {
            categories.produce(new LogCategoryBuildItem("org.apache.kafka", Level.WARNING));
        }
    }

    /** Adds the health checks, if the application has SmallRye Health: without it their classes cannot be loaded. */
    @BuildStep
    void health(Capabilities capabilities, BuildProducer<HealthBuildItem> checks) {
        if (capabilities.isMissing(Capability.SMALLRYE_HEALTH)) {
            return;
        }
        checks.produce(new HealthBuildItem(BrokerReadiness.class.getName(), true));
        checks.produce(new HealthBuildItem(BrokerLiveness.class.getName(), true));
    }

    /** Adds the meters, if the application has Micrometer and it is enabled. */
    @BuildStep
    void metrics(Optional<MetricsCapabilityBuildItem> metrics, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (metrics.isPresent() && metrics.get().metricsSupported(MetricsFactory.MICROMETER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(MetricsPublisher.class));
            beans.produce(AdditionalBeanBuildItem.unremovableOf(ProcessDurations.class));
        }
    }
}
