package io.penstock.journal.offline;

/** Is told where in a journal frames are missing that others follow. */
@FunctionalInterface
interface LogBreaks {

    LogBreaks IGNORED = (from, to) -> {};

    /**
     * A place between two frames.
     *
     * @param file its index among those that were walked
     * @param sequence of the frame before it, where something is missing or ends; else of the frame there
     * @param incarnation of the same
     */
    record Place(int file, long position, long sequence, int incarnation) {}

    /**
     * @param from where the next frame should be
     * @param to where the log goes on
     */
    void broken(Place from, Place to);
}
