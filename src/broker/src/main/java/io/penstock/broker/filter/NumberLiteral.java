package io.penstock.broker.filter;

/**
 * Reads a number as Java writes it. Exact numbers are decimal, hexadecimal, octal or binary, always a Long, with or
 * without L. Approximate numbers have a point, an exponent, D or F; they are a Double, or with F a Float.
 */
final class NumberLiteral {

    private final String text;
    private final boolean negative;

    private NumberLiteral(String text, boolean negative) {
        this.text = text;
        this.negative = negative;
    }

    /**
     * Reads a literal.
     *
     * @param negative whether a minus stands before it, which belongs to it: the smallest long has no positive form
     * @throws NumberFormatException saying what is wrong, if it is no number or out of range
     */
    static Number parse(String text, boolean negative) {
        if (!hasUnderscoresBetweenDigits(text)) {
            throw new NumberFormatException("underscores stand between the digits of a number only");
        }
        return new NumberLiteral(text.replace("_", ""), negative).parse();
    }

    private Number parse() {
        if (startsWith("0x")) {
            return text.indexOf('p') > 0 || text.indexOf('P') > 0 ? approximate() : exact(text.substring(2), 16);
        }
        if (startsWith("0b")) {
            return exact(text.substring(2), 2);
        }
        if (text.chars().anyMatch(c -> ".eEfFdD".indexOf(c) >= 0)) {
            return approximate();
        }
        return text.startsWith("0") && digits(text).length() > 1 ? exact(text.substring(1), 8) : exact(text, 10);
    }

    private Long exact(String withSuffix, int radix) {
        String digits = digits(withSuffix);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                throw new NumberFormatException("'" + c + "' is no digit of a number" + base(radix));
            }
        }
        if (digits.isEmpty()) {
            throw new NumberFormatException("digits are missing after " + text);
        }
        try {
            if (radix == 10) {
                return Long.valueOf(negative ? "-" + digits : digits);
            }
            long bits = Long.parseUnsignedLong(digits, radix);
            return negative ? -bits : bits;
        } catch (NumberFormatException e) {
            throw new NumberFormatException("this number does not fit into 64 bits");
        }
    }

    private Number approximate() {
        boolean single = text.endsWith("f") || text.endsWith("F");
        double value;
        try {
            value = single ? Float.parseFloat(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("this is no number");
        }
        if (Double.isInfinite(value) || value == 0 && hasDigitsButZero()) {
            throw new NumberFormatException("this number is out of the range of a " + (single ? "float" : "double"));
        }
        double signed = negative ? -value : value;
        return single ? (Number) (float) signed : (Number) signed;
    }

    /** Whether there is more than zero before the exponent. */
    private boolean hasDigitsButZero() {
        boolean hexadecimal = startsWith("0x");
        for (int i = hexadecimal ? 2 : 0; i < text.length(); i++) {
            char c = Character.toLowerCase(text.charAt(i));
            if (c == 'p' || !hexadecimal && (c == 'e' || c == 'f' || c == 'd')) {
                return false;
            }
            if (c != '0' && c != '.') {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static String digits(String withSuffix) {
        boolean suffix = withSuffix.endsWith("L") || withSuffix.endsWith("l");
        return suffix ? withSuffix.substring(0, withSuffix.length() - 1) : withSuffix;
    }

    private static String base(int radix) {
        return switch (radix) {
            case 8 -> " that begins with 0 (octal)";
            case 10 -> "";
            default -> " of base " + radix;
        };
    }

    private static boolean hasUnderscoresBetweenDigits(String text) {
        int radix = text.regionMatches(true, 0, "0x", 0, 2) ? 16 : 10;
        for (int from = text.indexOf('_'); from >= 0; from = text.indexOf('_', from + 1)) {
            boolean after = Character.digit(text.charAt(from - 1), radix) >= 0 || text.charAt(from - 1) == '_';
            boolean before = from + 1 < text.length()
                    && (Character.digit(text.charAt(from + 1), radix) >= 0 || text.charAt(from + 1) == '_');
            if (!after || !before) {
                return false;
            }
        }
        return true;
    }
}
