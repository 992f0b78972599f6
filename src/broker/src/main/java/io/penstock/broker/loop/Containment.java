package io.penstock.broker.loop;

import io.penstock.PenstockException;
import org.jboss.logging.Logger;

/** Keeps what one command, alarm or subscription throws away from all others of its loop. */
final class Containment {

    private static final Logger LOG = Logger.getLogger(Containment.class);

    private Containment() {}

    /** Runs an action. An exception ends nothing but that. */
    static void run(Contained about, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            failed(about, e);
        }
    }

    /** Executes a command. An exception becomes its result. */
    static void execute(Command<?> command) {
        try {
            command.execute();
        } catch (RuntimeException | Error e) {
            failed(command.about(), e);
            run(null, () -> command.refuse(refusal(e)));
        }
    }

    static PenstockException refusal(Throwable cause) {
        return cause instanceof PenstockException known
                ? known
                : new PenstockException.Unavailable("It was not done, because of a failure inside: " + cause, cause);
    }

    /** Tells who is concerned. */
    static void failed(Contained about, Throwable cause) {
        try {
            if (about == null) {
                LOG.error("Something that a dispatch loop was asked to do failed; the loop goes on.", cause);
            } else {
                about.failed(cause);
            }
        } catch (RuntimeException | Error e) {
            // There is no memory even to tell of it; who is concerned has noted it first.
        }
    }
}
