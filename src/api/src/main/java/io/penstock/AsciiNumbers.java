package io.penstock;

/**
 * Reads whole numbers that are written with the digits 0 to 9. Java's own methods take the digits of every script, so
 * that what one reader takes for a number another one refuses.
 */
public final class AsciiNumbers {

    private AsciiNumbers() {}

    /** @throws NumberFormatException if it is no whole number, or too large for the type */
    public static int parseInt(String text) {
        return Integer.parseInt(require(text));
    }

    /** @throws NumberFormatException if it is no whole number, or too large for the type */
    public static long parseLong(String text) {
        return Long.parseLong(require(text));
    }

    private static String require(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean isSign = letter == '-' && i == 0;
            if (!isSign && (letter < '0' || letter > '9')) {
                throw new NumberFormatException("'" + text + "' is no whole number of the digits 0 to 9");
            }
        }
        return text;
    }
}
