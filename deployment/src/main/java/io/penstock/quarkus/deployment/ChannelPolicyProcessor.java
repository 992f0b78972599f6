package io.penstock.quarkus.deployment;

import io.penstock.quarkus.channel.ChannelDeliveries;
import io.penstock.quarkus.channel.HandledDelivery;
import io.penstock.quarkus.channel.HandlesDelivery;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationTransformation;

import jakarta.enterprise.inject.spi.DeploymentException;

/**
 * Gives {@code @Retry} and {@code @DeadLetter} on {@code @Incoming} methods their meaning: they are the defaults of the
 * channel's attributes, so that configuration has the last word.
 */
class ChannelPolicyProcessor {

    private static final String PREFIX = "mp.messaging.incoming.";

    @BuildStep
    void policies(
            BeanDiscoveryFinishedBuildItem discovery,
            BeanArchiveIndexBuildItem archives,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var reader = new ChannelPolicyReader(
                archives.getIndex(),
                ChannelPolicyProcessor::connector,
                ChannelReader.emitters(discovery.getInjectionPoints()));
        for (var bean : discovery.beanStream().classBeans()) {
            // Reactive Messaging looks at the methods that a class declares itself.
            for (var method : bean.getImplClazz().methods()) {
                if (ChannelReader.isIncoming(method)) {
                    reader.read(method, bean.getImplClazz());
                }
            }
        }
        reader.problems()
                .forEach(problem ->
                        errors.produce(new ValidationErrorBuildItem(new DeploymentException(problem.getMessage()))));
        reader.attributes()
                .forEach((channel, attributes) -> attributes.forEach((name, value) -> defaults.produce(
                        new RunTimeConfigurationDefaultBuildItem(PREFIX + quoted(channel) + "." + name, value))));
    }

    @BuildStep
    AdditionalBeanBuildItem deliveries() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(ChannelDeliveries.class, HandlesDelivery.class, HandledDelivery.class)
                .setUnremovable()
                .build();
    }

    /** Lets an idempotent method of a channel find the delivery that it is called with. */
    @BuildStep
    AnnotationsTransformerBuildItem handlesDelivery() {
        return new AnnotationsTransformerBuildItem(AnnotationTransformation.forMethods()
                .whenMethod(
                        method -> ChannelReader.isIncoming(method) && method.hasDeclaredAnnotation(Names.IDEMPOTENT))
                .transform(context -> context.add(HandlesDelivery.class)));
    }

    private static String connector(String channel) {
        return ConfigProvider.getConfig()
                .getOptionalValue(PREFIX + quoted(channel) + ".connector", String.class)
                .orElse(null);
    }

    /** A name with a dot in it is quoted in the names of properties. */
    private static String quoted(String channel) {
        return channel.contains(".") ? "\"" + channel + "\"" : channel;
    }
}
