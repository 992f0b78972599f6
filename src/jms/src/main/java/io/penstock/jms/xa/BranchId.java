package io.penstock.jms.xa;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/**
 * The identifier of a branch as a value, and as the broker's id of a prepared transaction:
 *
 * <pre>
 * "XA" | version 1 | format: int | length of global: byte | global | branch
 * </pre>
 *
 * At most 136 bytes, where the broker takes 256.
 */
record BranchId(int format, byte[] global, byte[] branch) implements Xid {

    private static final byte[] MAGIC = {'X', 'A', 1};
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES + 1;

    /**
     * Copies an identifier.
     *
     * @throws XAException XAER_INVAL if it is invalid
     */
    static BranchId of(Xid xid) throws XAException {
        if (xid == null) {
            throw XaFailures.of(XAException.XAER_INVAL, "There is no Xid.");
        }
        var global = xid.getGlobalTransactionId();
        var branch = xid.getBranchQualifier();
        if (global == null || global.length == 0 || global.length > MAXGTRIDSIZE) {
            throw XaFailures.of(
                    XAException.XAER_INVAL,
                    "An Xid's global transaction id has " + (global == null ? 0 : global.length) + " bytes: use 1 to "
                            + MAXGTRIDSIZE + ".");
        }
        if (branch == null || branch.length > MAXBQUALSIZE) {
            throw XaFailures.of(
                    XAException.XAER_INVAL,
                    branch == null
                            ? "An Xid has no branch qualifier."
                            : "An Xid's branch qualifier has " + branch.length + " bytes: use at most " + MAXBQUALSIZE
                                    + ".");
        }
        return new BranchId(xid.getFormatId(), global.clone(), branch.clone());
    }

    /** Reads an identifier; null if the id is that of a transaction that somebody else prepared. */
    static BranchId decoded(byte[] id) {
        if (id.length <= HEADER_BYTES || !Arrays.equals(id, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return null;
        }
        var bytes = ByteBuffer.wrap(id, MAGIC.length, id.length - MAGIC.length);
        int format = bytes.getInt();
        int globalLength = bytes.get();
        if (globalLength < 1 || globalLength > MAXGTRIDSIZE || globalLength > bytes.remaining()) {
            return null;
        }
        var global = new byte[globalLength];
        bytes.get(global);
        if (bytes.remaining() > MAXBQUALSIZE) {
            return null;
        }
        var branch = new byte[bytes.remaining()];
        bytes.get(branch);
        return new BranchId(format, global, branch);
    }

    byte[] encoded() {
        return ByteBuffer.allocate(HEADER_BYTES + global.length + branch.length)
                .put(MAGIC)
                .putInt(format)
                .put((byte) global.length)
                .put(global)
                .put(branch)
                .array();
    }

    @Override
    public int getFormatId() {
        return format;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branch.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchId that
                && format == that.format
                && Arrays.equals(global, that.global)
                && Arrays.equals(branch, that.branch);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * format + Arrays.hashCode(global)) + Arrays.hashCode(branch);
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return format + ":" + hex.formatHex(global) + ":" + hex.formatHex(branch);
    }
}
