package io.penstock.kafka.instance;

import io.penstock.remote.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Says how other instances reach an owner.
 *
 * @param host where it listens
 * @param port where it listens; 0 for any free one
 * @param advertisedHost by which others reach it
 * @param sharedKey that all instances have; null for a key that each ownership makes
 * @param tls of both ends; null for none
 */
public record DoorSettings(
        String host,
        int port,
        String advertisedHost,
        byte @Nullable [] sharedKey,
        @Nullable TlsOptions tls) {}
