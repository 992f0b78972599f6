package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cloudevents.CloudEvent;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.rw.CloudEventRWException.CloudEventRWExceptionKind;
import io.penstock.PlainText;
import io.penstock.server.http.request.RequestException;

import java.util.regex.Pattern;

/** Describes what is wrong with an event, without the names of Java classes that the parsers below have. */
final class EventFault {

    /** As in: Invalid attribute/extension type for "x": Typejava.lang.Double. Value: 1.5 . */
    private static final Pattern TYPE = Pattern.compile(": Type\\S+\\. Value: ");

    private static final String OTHER = "an attribute, or the data, has a value that it cannot have.";

    private EventFault() {}

    /** @param failure what the SDK, or the parser below it, has thrown */
    static RequestException of(RuntimeException failure) {
        return RequestException.invalidMessage(
                "This is no valid CloudEvent of version 1.0 or 0.3: " + PlainText.of(reason(failure)));
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
        return json instanceof MismatchedInputException
                ? "it is no JSON object, or 'data_base64' is no base64."
                : "its JSON cannot be read (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ").";
    }
}
