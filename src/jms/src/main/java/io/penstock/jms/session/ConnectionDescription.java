package io.penstock.jms.session;

import io.penstock.jms.message.MessageProperties;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import jakarta.jms.ConnectionMetaData;

/** Tells a client which provider and which version of the specification a connection belongs to. */
final class ConnectionDescription implements ConnectionMetaData {

    @Override
    public String getJMSVersion() {
        return getJMSMajorVersion() + "." + getJMSMinorVersion();
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "Penstock";
    }

    @Override
    public String getProviderVersion() {
        return getProviderMajorVersion() + "." + getProviderMinorVersion();
    }

    @Override
    public int getProviderMajorVersion() {
        return 0;
    }

    @Override
    public int getProviderMinorVersion() {
        return 1;
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(List.of(
                MessageProperties.GROUP_ID, MessageProperties.GROUP_SEQUENCE, MessageProperties.DELIVERY_COUNT));
    }
}
