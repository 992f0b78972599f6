package io.penstock.server.cli;

import java.util.regex.Pattern;

/** Says what is wrong with a setting in the words of its property, as Penstock's own checks do. */
final class SettingProblem {

    /** Matches the message of SmallRye Config: property, value, and what the converter said. */
    private static final Pattern CONVERSION = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern CHOICE = Pattern.compile("Cannot convert .* allowed values: (.*)", Pattern.DOTALL);

    /** Names of classes and numbers of messages, which say nothing to who wrote the setting. */
    private static final Pattern NOISE =
            Pattern.compile("(?:[a-z][\\w.]*\\.\\w+(?:Exception|Error): )|(?:SRCFG\\d+: )");

    private SettingProblem() {}

    static String describe(String problem) {
        var plain = NOISE.matcher(problem).replaceAll("");
        var conversion = CONVERSION.matcher(plain);
        if (!conversion.matches()) {
            return sentence(plain);
        }
        var choice = CHOICE.matcher(conversion.group(3));
        return conversion.group(1) + " = " + conversion.group(2) + ": "
                + (choice.matches()
                        ? "choose one of " + choice.group(1).replaceAll(",\\s*", ", ") + "."
                        : sentence(conversion.group(3)));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
