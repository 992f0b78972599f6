package io.penstock;

/**
 * How a producer is opened.
 *
 * @param id which instance follows which: 1 to {@value Destination#MAX_NAME_LENGTH} letters, digits, dots, underscores
 *     and hyphens
 */
public record ProducerOptions(String id) {

    public ProducerOptions {
        Destination.requireName(id, "producer");
    }
}
