package io.penstock.quarkus.deployment.environment;

import io.penstock.quarkus.emitter.EmitterFactories;
import io.penstock.quarkus.jta.NarayanaNames;
import io.penstock.quarkus.jta.NarayanaResources;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.builditem.SystemPropertyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;

/**
 * Registers Penstock with the transaction manager, if the application has one. Otherwise this does nothing, because the
 * classes of the transaction manager cannot even be loaded.
 */
class TransactionProcessor {

    /** The resource of a datasource that cannot prepare a transaction. */
    private static final String LOCAL_CONNECTION = "io.agroal.narayana.LocalXAResource";

    /**
     * Switches recovery on, because somebody must end a prepared branch after a crash, and keeps the log of the
     * transaction manager beside that of the broker, which is where it survives as long.
     */
    @BuildStep
    void recovery(
            Capabilities capabilities,
            BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults,
            BuildProducer<SystemPropertyBuildItem> properties,
            BuildProducer<ReflectiveClassBuildItem> reflection) {
        if (capabilities.isMissing(Capability.TRANSACTIONS)) {
            return;
        }
        beans.produce(AdditionalBeanBuildItem.unremovableOf(NarayanaResources.class));
        defaults.produce(
                new RunTimeConfigurationDefaultBuildItem("quarkus.transaction-manager.enable-recovery", "true"));
        defaults.produce(new RunTimeConfigurationDefaultBuildItem(
                "quarkus.transaction-manager.object-store.directory", "${quarkus.penstock.data:./data}/transactions"));
        properties.produce(new SystemPropertyBuildItem(
                "JTAEnvironmentBean.xaResourceRecordWrappingPluginClassName", NarayanaNames.class.getName()));
        reflection.produce(ReflectiveClassBuildItem.builder(NarayanaNames.class).build());
    }

    /** Lets emitters take part in transactions, if there can be any. */
    @BuildStep
    void emitters(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.TRANSACTIONS)) {
            beans.produce(AdditionalBeanBuildItem.builder()
                    .addBeanClasses(
                            EmitterFactories.class,
                            EmitterFactories.OfEmitter.class,
                            EmitterFactories.OfMutinyEmitter.class,
                            EmitterFactories.OfContextualEmitter.class)
                    .setUnremovable()
                    .build());
        }
    }

    /**
     * Makes a datasource that cannot prepare the last resource of a transaction: it is committed when everybody else
     * has prepared, and its outcome is the decision. Otherwise the manager would decide first and commit the datasource
     * afterwards; a failure then would lose the change of the database and keep the messages.
     */
    @BuildStep
    void lastResource(
            Capabilities capabilities,
            BuildProducer<SystemPropertyBuildItem> properties,
            BuildProducer<ReflectiveClassBuildItem> reflection) {
        if (capabilities.isPresent(Capability.TRANSACTIONS) && capabilities.isPresent(Capability.AGROAL)) {
            properties.produce(new SystemPropertyBuildItem(
                    "JTAEnvironmentBean.lastResourceOptimisationInterfaceClassName", LOCAL_CONNECTION));
            reflection.produce(
                    ReflectiveClassBuildItem.builder(LOCAL_CONNECTION).build());
        }
    }
}
