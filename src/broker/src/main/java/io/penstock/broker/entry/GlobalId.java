package io.penstock.broker.entry;

import io.penstock.PenstockException;

import java.util.Arrays;
import java.util.HexFormat;

/** The global identifier of a prepared transaction, as its coordinator chose it. */
public record GlobalId(byte[] bytes) {

    /** @throws PenstockException.InvalidConfiguration if it cannot be one */
    public static GlobalId of(byte[] bytes) {
        if (bytes == null || bytes.length == 0 || bytes.length > EngineBounds.GLOBAL_ID_BYTES) {
            throw new PenstockException.InvalidConfiguration("A prepared transaction's id has "
                    + (bytes == null ? 0 : bytes.length) + " bytes: use 1 to " + EngineBounds.GLOBAL_ID_BYTES + ".");
        }
        return new GlobalId(bytes.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlobalId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
