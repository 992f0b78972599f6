package io.penstock.remote.connection;

/** Who proves that it has the key. */
public enum Side {
    CLIENT,
    SERVER
}
