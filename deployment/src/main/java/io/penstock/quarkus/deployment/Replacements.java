package io.penstock.quarkus.deployment;

import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.BeanResolver;
import org.jboss.jandex.Type;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the bean that whoever asks for another bean is given: the selected alternative with the highest priority, or,
 * for a default bean, any other. Listeners are found before the container can resolve by itself.
 */
record Replacements(Collection<BeanInfo> beans, BeanResolver resolver) {

    /** The bean that takes the place of that one; empty if none does. */
    Optional<BeanInfo> of(BeanInfo bean) {
        var type = Type.create(bean.getImplClazz().name(), Type.Kind.CLASS);
        var others = beans.stream()
                .filter(each -> !each.equals(bean) && resolver.matches(each, type, bean.getQualifiers()))
                .toList();
        var alternative = bestAlternative(others);
        if (alternative.isPresent() && (!bean.isAlternative() || isBefore(alternative.get(), bean))) {
            return alternative;
        }
        return bean.isDefaultBean()
                ? others.stream().filter(each -> !each.isDefaultBean()).findFirst()
                : Optional.empty();
    }

    private static Optional<BeanInfo> bestAlternative(List<BeanInfo> beans) {
        return beans.stream().filter(BeanInfo::isAlternative).max(Comparator.comparingInt(Replacements::priority));
    }

    private static boolean isBefore(BeanInfo one, BeanInfo other) {
        return priority(one) > priority(other);
    }

    private static int priority(BeanInfo bean) {
        return bean.getPriority() == null ? 0 : bean.getPriority();
    }
}
