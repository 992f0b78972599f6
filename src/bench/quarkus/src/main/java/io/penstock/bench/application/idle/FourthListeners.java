package io.penstock.bench.application.idle;

import io.penstock.listener.QueueListener;

import jakarta.inject.Singleton;

/** Fifty of two hundred listeners. Nobody sends what they listen for. */
@Singleton
class FourthListeners {

    private static void unexpected(String text) {
        throw new IllegalStateException("Nobody sends here: " + text);
    }

    @QueueListener(value = "idle-150", autoStart = false)
    void listen150(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-151", autoStart = false)
    void listen151(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-152", autoStart = false)
    void listen152(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-153", autoStart = false)
    void listen153(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-154", autoStart = false)
    void listen154(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-155", autoStart = false)
    void listen155(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-156", autoStart = false)
    void listen156(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-157", autoStart = false)
    void listen157(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-158", autoStart = false)
    void listen158(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-159", autoStart = false)
    void listen159(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-160", autoStart = false)
    void listen160(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-161", autoStart = false)
    void listen161(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-162", autoStart = false)
    void listen162(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-163", autoStart = false)
    void listen163(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-164", autoStart = false)
    void listen164(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-165", autoStart = false)
    void listen165(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-166", autoStart = false)
    void listen166(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-167", autoStart = false)
    void listen167(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-168", autoStart = false)
    void listen168(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-169", autoStart = false)
    void listen169(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-170", autoStart = false)
    void listen170(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-171", autoStart = false)
    void listen171(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-172", autoStart = false)
    void listen172(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-173", autoStart = false)
    void listen173(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-174", autoStart = false)
    void listen174(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-175", autoStart = false)
    void listen175(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-176", autoStart = false)
    void listen176(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-177", autoStart = false)
    void listen177(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-178", autoStart = false)
    void listen178(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-179", autoStart = false)
    void listen179(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-180", autoStart = false)
    void listen180(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-181", autoStart = false)
    void listen181(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-182", autoStart = false)
    void listen182(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-183", autoStart = false)
    void listen183(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-184", autoStart = false)
    void listen184(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-185", autoStart = false)
    void listen185(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-186", autoStart = false)
    void listen186(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-187", autoStart = false)
    void listen187(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-188", autoStart = false)
    void listen188(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-189", autoStart = false)
    void listen189(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-190", autoStart = false)
    void listen190(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-191", autoStart = false)
    void listen191(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-192", autoStart = false)
    void listen192(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-193", autoStart = false)
    void listen193(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-194", autoStart = false)
    void listen194(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-195", autoStart = false)
    void listen195(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-196", autoStart = false)
    void listen196(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-197", autoStart = false)
    void listen197(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-198", autoStart = false)
    void listen198(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-199", autoStart = false)
    void listen199(String text) {
        unexpected(text);
    }
}
