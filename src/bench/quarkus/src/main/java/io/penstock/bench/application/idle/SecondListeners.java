package io.penstock.bench.application.idle;

import io.penstock.listener.QueueListener;

import jakarta.inject.Singleton;

/** Fifty of two hundred listeners. Nobody sends what they listen for. */
@Singleton
class SecondListeners {

    private static void unexpected(String text) {
        throw new IllegalStateException("Nobody sends here: " + text);
    }

    @QueueListener(value = "idle-050", autoStart = false)
    void listen050(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-051", autoStart = false)
    void listen051(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-052", autoStart = false)
    void listen052(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-053", autoStart = false)
    void listen053(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-054", autoStart = false)
    void listen054(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-055", autoStart = false)
    void listen055(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-056", autoStart = false)
    void listen056(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-057", autoStart = false)
    void listen057(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-058", autoStart = false)
    void listen058(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-059", autoStart = false)
    void listen059(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-060", autoStart = false)
    void listen060(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-061", autoStart = false)
    void listen061(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-062", autoStart = false)
    void listen062(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-063", autoStart = false)
    void listen063(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-064", autoStart = false)
    void listen064(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-065", autoStart = false)
    void listen065(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-066", autoStart = false)
    void listen066(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-067", autoStart = false)
    void listen067(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-068", autoStart = false)
    void listen068(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-069", autoStart = false)
    void listen069(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-070", autoStart = false)
    void listen070(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-071", autoStart = false)
    void listen071(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-072", autoStart = false)
    void listen072(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-073", autoStart = false)
    void listen073(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-074", autoStart = false)
    void listen074(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-075", autoStart = false)
    void listen075(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-076", autoStart = false)
    void listen076(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-077", autoStart = false)
    void listen077(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-078", autoStart = false)
    void listen078(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-079", autoStart = false)
    void listen079(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-080", autoStart = false)
    void listen080(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-081", autoStart = false)
    void listen081(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-082", autoStart = false)
    void listen082(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-083", autoStart = false)
    void listen083(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-084", autoStart = false)
    void listen084(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-085", autoStart = false)
    void listen085(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-086", autoStart = false)
    void listen086(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-087", autoStart = false)
    void listen087(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-088", autoStart = false)
    void listen088(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-089", autoStart = false)
    void listen089(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-090", autoStart = false)
    void listen090(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-091", autoStart = false)
    void listen091(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-092", autoStart = false)
    void listen092(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-093", autoStart = false)
    void listen093(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-094", autoStart = false)
    void listen094(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-095", autoStart = false)
    void listen095(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-096", autoStart = false)
    void listen096(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-097", autoStart = false)
    void listen097(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-098", autoStart = false)
    void listen098(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-099", autoStart = false)
    void listen099(String text) {
        unexpected(text);
    }
}
