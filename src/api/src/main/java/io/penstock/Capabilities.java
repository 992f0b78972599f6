package io.penstock;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Capabilities tell what the engine behind a {@link Broker} can do and how much of it, so that whoever builds on a
 * broker asks instead of assuming. Immutable.
 */
public final class Capabilities extends Value {

    private final Set<Capability> supported;
    private final Map<EngineLimit, Long> limits;

    private Capabilities(Builder builder) {
        supported = Collections.unmodifiableSet(EnumSet.copyOf(builder.supported));
        limits = Collections.unmodifiableMap(new EnumMap<>(builder.limits));
    }

    /** Starts with an engine that can do nothing beyond sending and consuming, and knows no limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these capabilities. */
    public Builder copy() {
        var builder = new Builder();
        builder.supported.addAll(supported);
        builder.limits.putAll(limits);
        return builder;
    }

    /** The capabilities that the engine has. */
    public Set<Capability> supported() {
        return supported;
    }

    /** Whether the engine can do that. */
    public boolean supports(Capability capability) {
        return supported.contains(capability);
    }

    /** The value of a limit of the engine; empty if it has no such limit. */
    public OptionalLong limit(EngineLimit limit) {
        Long value = limits.get(limit);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The value of a limit of the engine, or {@code most} if that is less. */
    public int limit(EngineLimit limit, int most) {
        return (int) Math.min(most, limit(limit).orElse(most));
    }

    /**
     * Does nothing if the engine can do that.
     *
     * @param purpose what it is needed for, as the beginning of a sentence such as "A JMS temporary queue"
     * @throws PenstockException.Unsupported if it cannot
     */
    public void require(Capability capability, String purpose) {
        if (!supports(capability)) {
            throw new PenstockException.Unsupported(capability, purpose);
        }
    }

    @Override
    Object[] fields() {
        return new Object[] {"supported", supported, "limits", limits};
    }

    /** Collects what an engine can do. Not thread-safe. */
    public static final class Builder {

        private final Set<Capability> supported = EnumSet.noneOf(Capability.class);
        private final Map<EngineLimit, Long> limits = new EnumMap<>(EngineLimit.class);

        private Builder() {}

        /** Adds what the engine can do. */
        public Builder support(Capability... more) {
            return support(Arrays.asList(more));
        }

        /** Adds what the engine can do. */
        public Builder support(Collection<Capability> more) {
            supported.addAll(more);
            return this;
        }

        /** Takes away what the engine cannot do after all. */
        public Builder without(Capability capability) {
            supported.remove(Objects.requireNonNull(capability, "capability"));
            return this;
        }

        /** Sets how far the engine goes; 0 or more. */
        public Builder limit(EngineLimit limit, long most) {
            if (most < 0) {
                throw new PenstockException.InvalidConfiguration(
                        "The engine limit " + limit + " is " + most + ": use 0 or more.");
            }
            limits.put(limit, most);
            return this;
        }

        public Capabilities build() {
            return new Capabilities(this);
        }
    }
}
