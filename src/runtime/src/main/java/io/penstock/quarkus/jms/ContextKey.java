package io.penstock.quarkus.jms;

/**
 * A context key says how an injection point wants its context: those that want the same share one in a scope (section
 * 12.4.4).
 *
 * @param factory JNDI name; empty for the application's connection factory
 * @param user null for nobody
 */
record ContextKey(String factory, int mode, String user, String password) {

    @Override
    public String toString() {
        return "context of '" + factory + "' in mode " + mode;
    }
}
