package io.penstock.quarkus.deployment;

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
 * Penstock as a resource in JTA transactions. Of no effect in an application without a transaction manager: then the
 * classes that know it cannot even be loaded, and nothing here touches them.
 */
class TransactionProcessor {

    /** A connection that knows no prepare. */
    private static final String LOCAL_CONNECTION = "io.agroal.narayana.LocalXAResource";

    /** A branch that is prepared must be ended by somebody after a crash. */
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
        properties.produce(new SystemPropertyBuildItem(
                "JTAEnvironmentBean.xaResourceRecordWrappingPluginClassName", NarayanaNames.class.getName()));
        reflection.produce(ReflectiveClassBuildItem.builder(NarayanaNames.class).build());
    }

    /**
     * Without this the manager takes the word of a connection that cannot prepare, decides, and commits it after the
     * decision: a failure then would lose the change of the database and keep the messages. So the connection is
     * committed when everybody else has prepared, and its outcome is the decision.
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
