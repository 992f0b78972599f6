package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cloudevents.CloudEvent;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.rw.CloudEventRWException.CloudEventRWExceptionKind;
import io.penstock.PlainText;
import io.penstock.server.http.request.RequestException;

import java.io.IOException;
import java.util.regex.Pattern;

/** Describes what is wrong with an event, without the names of Java classes that the parsers below have. */
final class EventFault {

    /** As in: Invalid attribute/extension type for "x": Typejava.lang.Double. Value: 1.5 . */
    private static final Pattern TYPE = Pattern.compile(": Type\\S+\\. Value: ");

    private static final String OTHER = "an attribute, or the data, has a value that it cannot have.";

    private static final String UNREADABLE = "its JSON cannot be read";
    private static final String NO_OBJECT = "it is no JSON object";

    private static final String TOO_LARGE = "its JSON is nested more than " + StreamReadConstraints.DEFAULT_MAX_DEPTH
            + " deep, or has a number of more than " + StreamReadConstraints.DEFAULT_MAX_NUM_LEN
            + " digits or a name of more than " + StreamReadConstraints.DEFAULT_MAX_NAME_LEN + " characters.";

    private EventFault() {}

    /** @param failure what the SDK, or the parser below it, has thrown */
    static RequestException of(RuntimeException failure) {
        return of(reason(failure));
    }

    /** @param failure what the parser has thrown */
    static RequestException of(IOException failure) {
        return of(failure instanceof JsonProcessingException json ? reason(json) : UNREADABLE + ".");
    }

    static RequestException noObject() {
        return of(NO_OBJECT + ".");
    }

    /** @param reason a sentence that goes on behind a colon */
    static RequestException of(String reason) {
        return RequestException.invalidMessage(
                "This is no valid CloudEvent of version 1.0 or 0.3: " + PlainText.of(reason));
    }

    private static String reason(RuntimeException failure) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return reason(json);
        }
        return failure instanceof CloudEventRWException known && isAboutTheEvent(known.getKind())
                ? withoutType(known.getMessage())
                : OTHER;
    }

    private static String withoutType(String message) {
        return TYPE.matcher(message).replaceFirst(": ");
    }

    private static boolean isAboutTheEvent(CloudEventRWExceptionKind kind) {
        return switch (kind) {
            case DATA_CONVERSION, INVALID_DATA_TYPE -> false;
            default -> true;
        };
    }

    /** What the SDK finds by itself is said in words of the specification. */
    private static String reason(JsonProcessingException json) {
        if (json instanceof MismatchedInputException mismatched && mismatched.getTargetType() == CloudEvent.class) {
            return json.getOriginalMessage() == null ? OTHER : withoutType(json.getOriginalMessage());
        }
        if (json instanceof StreamConstraintsException) {
            return TOO_LARGE;
        }
        return json instanceof MismatchedInputException
                ? NO_OBJECT + ", or 'data_base64' is no base64."
                : UNREADABLE + place(json) + ".";
    }

    private static String place(JsonProcessingException json) {
        var location = json.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
