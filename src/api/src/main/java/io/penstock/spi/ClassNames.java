package io.penstock.spi;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.PlainText;
import io.penstock.Subscription;
import org.jspecify.annotations.Nullable;

import java.util.Collection;

/**
 * Checks the names of classes in the policies of a subscription that is declared: each could be that of a class.
 * Whether there is such a class nobody knows there. What was declared before is served as it is.
 */
public final class ClassNames {

    private ClassNames() {}

    /** @throws PenstockException.InvalidConfiguration naming the one that could not be that of a class */
    public static void check(Subscription wanted) {
        String of = "Subscription '" + wanted.name() + "' of '" + wanted.destination() + "' has a ";
        require(wanted.retry().retryOn(), of + "retry policy whose retryOn");
        require(wanted.retry().abortOn(), of + "retry policy whose abortOn");
        require(wanted.deadLetter().routes().keySet(), of + "dead-letter policy whose routes");
    }

    private static void require(Collection<String> names, String what) {
        for (var name : names) {
            var problem = problem(name);
            if (problem != null) {
                throw new PenstockException.InvalidConfiguration(
                        what + " contains " + PlainText.quoted(name) + ": " + problem);
            }
        }
    }

    /** What is wrong with a name, as a sentence without a subject; null if it could be that of a class. */
    public static @Nullable String problem(String name) {
        return name.length() <= DeadLetterPolicy.MAX_CLASS_NAME_LENGTH && isPossible(name)
                ? null
                : "use the full name of a class, of at most " + DeadLetterPolicy.MAX_CLASS_NAME_LENGTH
                        + " characters, such as java.io.IOException.";
    }

    /** Identifiers with dots between them. Packages of other languages may have names that are keywords of Java. */
    private static boolean isPossible(String name) {
        boolean begins = true;
        for (int i = 0; i < name.length(); ) {
            int letter = name.codePointAt(i);
            if (begins ? !Character.isJavaIdentifierStart(letter) : letter != '.' && !isPart(letter)) {
                return false;
            }
            begins = !begins && letter == '.';
            i += Character.charCount(letter);
        }
        return !begins;
    }

    /** Kotlin and Scala have hyphens in the names of some classes. */
    private static boolean isPart(int letter) {
        return letter == '-' || Character.isJavaIdentifierPart(letter) && !Character.isIdentifierIgnorable(letter);
    }
}
