package io.penstock.server.sample;

import io.penstock.Message;

import java.util.regex.Pattern;

/** Makes the ids of the samples' messages. A message that is sent again keeps its id, and so is found in the log. */
public final class MessageIds {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private MessageIds() {}

    /**
     * The number that follows the prefix.
     *
     * @throws SampleProblem if the message is none of the sample's
     */
    public static int numberOf(Message message, String prefix) {
        String id = message.id();
        String digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
        if (NUMBER.matcher(digits).matches() && Long.parseLong(digits) <= Integer.MAX_VALUE) {
            return Integer.parseInt(digits);
        }
        throw new SampleProblem("'" + message.destination() + "' holds a message that is not of this sample, " + id
                + ". Choose another directory with --data.");
    }
}
