package io.penstock.server.http.consume;

/**
 * Says whose consumer of what it is.
 *
 * @param caller who is allowed to settle by the tokens; empty while the server is open to everybody
 */
record Interest(String caller, String destination, String subscription) {

    boolean isOf(String otherDestination, String otherSubscription) {
        return destination.equals(otherDestination) && subscription.equals(otherSubscription);
    }
}
