package io.penstock.journal;

/**
 * Describes a range of a file that is not what was written.
 *
 * @param file its name in the directory
 * @param from first byte
 * @param to the byte after the last; equal to {@code from} where the file is missing
 * @param effect what it means for the log
 * @param problem what is wrong, for a person
 */
public record LogDamage(String file, long from, long to, Effect effect, String problem) {

    /** Says what damage means for the log. */
    public enum Effect {

        /** Written in part when the process or the machine stopped, promised to nobody; the next start drops it. */
        TORN_TAIL,

        /** Bytes that had been made durable are gone, or a file is not what it must be. */
        DAMAGE
    }
}
