package io.penstock;

import java.util.List;

/** Checks the names of classes in policies. Whether there is such a class nobody knows where a policy is declared. */
final class ClassNames {

    private ClassNames() {}

    /**
     * The names as they were, if each could be that of a class.
     *
     * @param what the policy and its field, for the error
     * @throws PenstockException.InvalidConfiguration naming the one that could not
     */
    static List<String> require(List<String> names, String what) {
        names.forEach(name -> require(name, what));
        return List.copyOf(names);
    }

    static void require(String name, String what) {
        if (name == null || name.length() > DeadLetterPolicy.MAX_CLASS_NAME_LENGTH || !isPossible(name)) {
            throw new PenstockException.InvalidConfiguration(what + " contains "
                    + (name == null ? "null" : PlainText.quoted(name))
                    + ": use the name that Class.getName() gives, of at most "
                    + DeadLetterPolicy.MAX_CLASS_NAME_LENGTH
                    + " characters, such as java.io.IOException.");
        }
    }

    /** Identifiers with dots between them. Other languages than Java may have names of packages that are its keywords. */
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
