package io.penstock.bench.application.idle;

import io.penstock.listener.QueueListener;

import jakarta.inject.Singleton;

/** Fifty of two hundred listeners. Nobody sends what they listen for. */
@Singleton
class FirstListeners {

    private static void unexpected(String text) {
        throw new IllegalStateException("Nobody sends here: " + text);
    }

    @QueueListener(value = "idle-000", autoStart = false)
    void listen000(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-001", autoStart = false)
    void listen001(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-002", autoStart = false)
    void listen002(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-003", autoStart = false)
    void listen003(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-004", autoStart = false)
    void listen004(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-005", autoStart = false)
    void listen005(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-006", autoStart = false)
    void listen006(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-007", autoStart = false)
    void listen007(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-008", autoStart = false)
    void listen008(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-009", autoStart = false)
    void listen009(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-010", autoStart = false)
    void listen010(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-011", autoStart = false)
    void listen011(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-012", autoStart = false)
    void listen012(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-013", autoStart = false)
    void listen013(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-014", autoStart = false)
    void listen014(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-015", autoStart = false)
    void listen015(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-016", autoStart = false)
    void listen016(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-017", autoStart = false)
    void listen017(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-018", autoStart = false)
    void listen018(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-019", autoStart = false)
    void listen019(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-020", autoStart = false)
    void listen020(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-021", autoStart = false)
    void listen021(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-022", autoStart = false)
    void listen022(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-023", autoStart = false)
    void listen023(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-024", autoStart = false)
    void listen024(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-025", autoStart = false)
    void listen025(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-026", autoStart = false)
    void listen026(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-027", autoStart = false)
    void listen027(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-028", autoStart = false)
    void listen028(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-029", autoStart = false)
    void listen029(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-030", autoStart = false)
    void listen030(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-031", autoStart = false)
    void listen031(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-032", autoStart = false)
    void listen032(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-033", autoStart = false)
    void listen033(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-034", autoStart = false)
    void listen034(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-035", autoStart = false)
    void listen035(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-036", autoStart = false)
    void listen036(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-037", autoStart = false)
    void listen037(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-038", autoStart = false)
    void listen038(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-039", autoStart = false)
    void listen039(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-040", autoStart = false)
    void listen040(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-041", autoStart = false)
    void listen041(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-042", autoStart = false)
    void listen042(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-043", autoStart = false)
    void listen043(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-044", autoStart = false)
    void listen044(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-045", autoStart = false)
    void listen045(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-046", autoStart = false)
    void listen046(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-047", autoStart = false)
    void listen047(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-048", autoStart = false)
    void listen048(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-049", autoStart = false)
    void listen049(String text) {
        unexpected(text);
    }
}
