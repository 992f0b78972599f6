package io.penstock.embedded;

import java.util.Hashtable;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/**
 * A JNDI context that looks up what {@link NamedObjects} knows, and can do nothing else: names come from the
 * environment alone.
 */
final class NamedContext implements Context {

    private final NamedObjects objects;
    private final Hashtable<Object, Object> environment;

    NamedContext(NamedObjects objects, Hashtable<?, ?> environment) {
        this.objects = objects;
        this.environment = new Hashtable<>(environment);
    }

    @Override
    public Object lookup(String name) throws NamingException {
        return name.isEmpty() ? new NamedContext(objects, environment) : objects.lookup(name);
    }

    @Override
    public Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public String composeName(String name, String prefix) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
    }

    @Override
    public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public String getNameInNamespace() {
        return "";
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    /** The broker goes on: connections outlive the context that their factory was found in. */
    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public Object addToEnvironment(String name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public Object removeFromEnvironment(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public NamingEnumeration<javax.naming.NameClassPair> list(String name) throws NamingException {
        throw noListing();
    }

    @Override
    public NamingEnumeration<javax.naming.NameClassPair> list(Name name) throws NamingException {
        throw noListing();
    }

    @Override
    public NamingEnumeration<javax.naming.Binding> listBindings(String name) throws NamingException {
        throw noListing();
    }

    @Override
    public NamingEnumeration<javax.naming.Binding> listBindings(Name name) throws NamingException {
        throw noListing();
    }

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException(
                "Names are those of the environment that the context was made with: change them there.");
    }

    private static OperationNotSupportedException noListing() {
        return new OperationNotSupportedException(
                "Names are looked up, not listed: queues and topics of any name can be found.");
    }
}
