package io.penstock;

import java.util.regex.Pattern;

/**
 * A named queue or topic, divided into partitions.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} letters, digits, dots, underscores and hyphens; not "." or ".."
 * @param partitions 1 to {@value #MAX_PARTITIONS}
 */
public record Destination(String name, DestinationKind kind, int partitions) {

    /** As long as a file name may be with a suffix to spare; Kafka's limit too. */
    public static final int MAX_NAME_LENGTH = 249;

    /** Far beyond what one machine can use, and small enough that a typing error cannot exhaust memory. */
    public static final int MAX_PARTITIONS = 65_536;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_NAME_LENGTH + "}");

    public Destination {
        requireName(name, "destination");
        if (kind == null) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' has no kind: QUEUE or TOPIC.");
        }
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new PenstockException.InvalidConfiguration("Destination '" + name + "' asks for " + partitions
                    + " partitions: choose 1 to " + MAX_PARTITIONS + ".");
        }
    }

    public static Destination queue(String name) {
        return new Destination(name, DestinationKind.QUEUE, 1);
    }

    public static Destination queue(String name, int partitions) {
        return new Destination(name, DestinationKind.QUEUE, partitions);
    }

    public static Destination topic(String name) {
        return new Destination(name, DestinationKind.TOPIC, 1);
    }

    public static Destination topic(String name, int partitions) {
        return new Destination(name, DestinationKind.TOPIC, partitions);
    }

    public boolean isQueue() {
        return kind == DestinationKind.QUEUE;
    }

    static void requireName(String name, String what) {
        if (name == null || !NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new PenstockException.InvalidConfiguration("'" + name + "' is no valid " + what + " name: use 1 to "
                    + MAX_NAME_LENGTH + " letters, digits, '.', '_' and '-'.");
        }
    }
}
