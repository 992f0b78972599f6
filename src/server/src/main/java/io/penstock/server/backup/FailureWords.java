package io.penstock.server.backup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Says what went wrong with a file to a person, who knows no classes of Java or of a library. */
final class FailureWords {

    private FailureWords() {}

    static String of(IOException failure) {
        var message = failure.getMessage();
        // The message of these is the file alone.
        if (failure instanceof NoSuchFileException) {
            return "there is no " + message;
        }
        if (failure instanceof AccessDeniedException) {
            return message + " may not be read or written";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return message + " is there already";
        }
        if (failure instanceof EOFException) {
            return "it ends too early";
        }
        return message == null ? "it cannot be read or written" : message;
    }
}
