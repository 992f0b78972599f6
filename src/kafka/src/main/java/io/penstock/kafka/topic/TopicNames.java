package io.penstock.kafka.topic;

import io.penstock.PenstockException.InvalidConfiguration;

import java.util.regex.Pattern;

/**
 * The names of the topics of a cell: {@code <prefix><destination>} for each destination, {@code
 * <installation>.<cell>.journal} and {@code <installation>.<cell>.snapshots}; and of those that all cells share: {@code
 * <installation>.placements} and {@code <installation>.cells}. Names of destinations are made of the
 * characters that Kafka allows in names of topics, so that none has to be replaced. Immutable.
 */
public final class TopicNames {

    /** What Kafka allows. */
    private static final int MAX_LENGTH = 249;

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]+");

    /** Topics of Kafka's own begin so: offsets, transactions, share groups. */
    private static final String OF_KAFKA = "__";

    private static final String JOURNAL = ".journal";
    private static final String SNAPSHOTS = ".snapshots";
    private static final String PLACEMENTS = ".placements";
    private static final String CELLS = ".cells";

    private final String prefix;
    private final String installation;
    private final String cell;

    /** @throws InvalidConfiguration if the cell's own topics could not be named so */
    public TopicNames(String prefix, String installation, String cell) {
        this.prefix = prefix;
        this.installation = installation;
        this.cell = cell;
        requireAllowed(journal(), "of installation '" + installation + "' and cell '" + cell + "'");
        requireAllowed(snapshots(), "of installation '" + installation + "' and cell '" + cell + "'");
    }

    /** The name of the cell within its installation. */
    public String cell() {
        return cell;
    }

    /** The topic of the state's entries. */
    public String journal() {
        return installation + "." + cell + JOURNAL;
    }

    /** The topic of the state as it was from time to time. */
    public String snapshots() {
        return installation + "." + cell + SNAPSHOTS;
    }

    /** The topic that says which cell each destination belongs to. It is the same for all cells. */
    public String placements() {
        return installation + PLACEMENTS;
    }

    /** The topic whose partitions stand for the cells: instances share them in a group. Nothing is written to it. */
    public String cells() {
        return installation + CELLS;
    }

    /**
     * The topic of a destination.
     *
     * @throws InvalidConfiguration if there can be no topic of that name, or only one that has another purpose
     */
    public String ofDestination(String destination) {
        var topic = prefix + destination;
        requireAllowed(topic, "of destination '" + destination + "'");
        if (topic.startsWith(OF_KAFKA)) {
            throw new InvalidConfiguration("The topic of destination '" + destination + "' would be '" + topic
                    + "', and names that begin with '" + OF_KAFKA
                    + "' are Kafka's own. Choose another name or prefix.");
        }
        if (isOfInstallation(topic)) {
            throw new InvalidConfiguration("The topic of destination '" + destination + "' would be '" + topic
                    + "', which is a name of the installation's own topics. Choose another name or prefix.");
        }
        return topic;
    }

    /** Topics whose names differ only in dots and underscores cannot be in one Kafka. */
    private boolean isOfInstallation(String topic) {
        var plain = topic.replace('_', '.');
        return plain.startsWith(installation.replace('_', '.') + ".")
                        && (plain.endsWith(JOURNAL) || plain.endsWith(SNAPSHOTS))
                || plain.equals(placements().replace('_', '.'))
                || plain.equals(cells().replace('_', '.'));
    }

    private static void requireAllowed(String topic, String whose) {
        if (topic.length() > MAX_LENGTH) {
            throw new InvalidConfiguration("The topic " + whose + " would have a name of " + topic.length()
                    + " characters, '" + topic + "': Kafka allows " + MAX_LENGTH + ". Use a shorter name or prefix.");
        }
        if (!ALLOWED.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new InvalidConfiguration("The topic " + whose + " would be '" + topic
                    + "': Kafka allows letters, digits, '.', '_' and '-' of ASCII, and neither '.' nor '..' alone.");
        }
    }
}
