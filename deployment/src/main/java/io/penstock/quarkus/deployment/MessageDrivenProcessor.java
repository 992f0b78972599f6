package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.MessageDrivenBean;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.BeanArchiveIndexBuildItem;
import io.quarkus.arc.deployment.BeanDefiningAnnotationBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.BuildExclusionsBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.builder.item.MultiBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.function.Predicate;
import jakarta.enterprise.inject.spi.DeploymentException;

/** Collects and checks message-driven beans, and hands them over to be run as listeners. */
class MessageDrivenProcessor {

    /** Carries a message-driven bean that has passed all checks. */
    static final class Item extends MultiBuildItem {

        private final MessageDrivenBean bean;

        Item(MessageDrivenBean bean) {
            this.bean = bean;
        }

        MessageDrivenBean bean() {
            return bean;
        }
    }

    /** Makes message-driven beans dependent, because each consumer has an instance of its own. */
    @BuildStep
    BeanDefiningAnnotationBuildItem beans() {
        return new BeanDefiningAnnotationBuildItem(
                JmsAnnotations.MESSAGE_DRIVEN, BuiltinScope.DEPENDENT.getName(), false);
    }

    @BuildStep
    AnnotationsTransformerBuildItem demarcation() {
        return new AnnotationsTransformerBuildItem(new TransactionalTransformation());
    }

    @BuildStep
    void collect(
            BeanDiscoveryFinishedBuildItem discovery,
            BeanArchiveIndexBuildItem archives,
            BuildExclusionsBuildItem exclusions,
            Capabilities capabilities,
            BuildProducer<Item> items,
            BuildProducer<ValidationErrorBuildItem> errors) {
        var index = archives.getIndex();
        var reader = new MessageDrivenReader(index, capabilities.isPresent(Capability.TRANSACTIONS));
        var read = new HashSet<ClassInfo>();
        discovery
                .beanStream()
                .classBeans()
                .filter(bean -> bean.getImplClazz().hasDeclaredAnnotation(JmsAnnotations.MESSAGE_DRIVEN))
                .forEach(bean -> {
                    read.add(bean.getImplClazz());
                    try {
                        requireOrdinaryClass(bean.getImplClazz());
                        items.produce(new Item(reader.read(bean)));
                    } catch (InvalidListener e) {
                        errors.produce(problem(e));
                    }
                });
        requireThatAllAreBeans(index, type -> read.contains(type) || exclusions.isExcluded(type), errors);
    }

    /** @param expected whether a class is a bean, or a build condition has taken it away */
    private static void requireThatAllAreBeans(
            IndexView index, Predicate<ClassInfo> expected, BuildProducer<ValidationErrorBuildItem> errors) {
        for (var annotation : index.getAnnotations(JmsAnnotations.MESSAGE_DRIVEN)) {
            var type = annotation.target().asClass();
            if (!expected.test(type)) {
                try {
                    requireOrdinaryClass(type);
                    throw new InvalidListener(
                            type,
                            "is @MessageDriven, but is kept from being a bean: remove @Vetoed, or what"
                                    + " excludes it in the configuration.");
                } catch (InvalidListener e) {
                    errors.produce(problem(e));
                }
            }
        }
    }

    private static void requireOrdinaryClass(ClassInfo type) throws InvalidListener {
        boolean inner = type.enclosingClass() != null && !Modifier.isStatic(type.flags());
        if (type.isInterface() || type.isAbstract() || Modifier.isFinal(type.flags()) || inner) {
            throw new InvalidListener(
                    type,
                    "is @MessageDriven, but not an ordinary class: it must not be an interface, abstract, final"
                            + " or an inner class.");
        }
    }

    private static ValidationErrorBuildItem problem(InvalidListener problem) {
        return new ValidationErrorBuildItem(new DeploymentException(problem.getMessage()));
    }
}
