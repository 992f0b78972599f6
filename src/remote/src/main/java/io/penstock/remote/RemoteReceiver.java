package io.penstock.remote;

/** Who holds deliveries: a consumer or a replay. */
interface RemoteReceiver {

    /** Whether what was delivered to that membership is still held. */
    boolean isMember(long membership);
}
