package io.penstock.quarkus.jms;

/**
 * Identifies a context within a scope: injection points that ask for the same factory, mode and user share it (section
 * 12.4.4 of the specification).
 *
 * @param factory the JNDI name; empty for the application's connection factory
 * @param mode the session mode
 * @param user the name to connect with; null for none
 * @param password the password of the user
 */
record ContextKey(String factory, int mode, String user, String password) {

    @Override
    public String toString() {
        return "context of '" + factory + "' in mode " + mode;
    }
}
