package io.penstock.kafka.instance;

import java.time.Duration;

/**
 * What an instance is to a cell, and has been to it since it was opened.
 *
 * @param cell its name
 * @param epoch of this instance's ownership; 0 while it does not own the cell
 * @param leaseLeft until the ownership has to be confirmed; zero while it does not own the cell
 * @param takeOvers how often it has become the owner
 * @param fenced how often it has lost the cell without having given it back
 * @param lastOpening how long it took to read the state when it became the owner the last time; zero before
 */
public record CellStatus(
        String cell,
        CellState state,
        long epoch,
        Duration leaseLeft,
        long takeOvers,
        long fenced,
        Duration lastOpening) {}
