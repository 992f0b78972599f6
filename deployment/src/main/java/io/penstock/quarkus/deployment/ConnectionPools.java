package io.penstock.quarkus.deployment;

import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildProvider;
import io.quarkus.builder.ConsumeFlag;
import io.quarkus.builder.ConsumeFlags;
import io.quarkus.jms.spi.deployment.ConnectionFactoryWrapperBuildItem;

/**
 * Takes over the wrapper of connection factories from an extension that pools connections. The class of that
 * extension's build item is absent in all other applications, so an ordinary build step could not name it: Quarkus
 * looks at the signatures of all steps of a class.
 */
public final class ConnectionPools implements BuildProvider {

    private static final String OFFER = "io.quarkus.jms.spi.deployment.ConnectionFactoryWrapperBuildItem";

    @Override
    public void installInto(BuildChainBuilder chain) {
        if (isPresent()) {
            Step.addTo(chain);
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName(OFFER, false, ConnectionPools.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The build step, in a class of its own that is loaded only if the class of the build item is there. */
    private static final class Step {

        static void addTo(BuildChainBuilder chain) {
            chain.addBuildStep(context -> {
                        var offer = context.consume(ConnectionFactoryWrapperBuildItem.class);
                        if (offer != null) {
                            context.produce(new ConnectionPoolBuildItem(offer.getWrapper()));
                        }
                    })
                    .consumes(ConnectionFactoryWrapperBuildItem.class, ConsumeFlags.of(ConsumeFlag.OPTIONAL))
                    .produces(ConnectionPoolBuildItem.class)
                    .build();
        }
    }
}
