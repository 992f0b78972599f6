package io.penstock.server.text;

import io.penstock.PlainText;
import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps each entry of the server's log on its own line: text from outside, such as a key or a name, must not look like
 * an entry of its own. It is a filter that lets every entry pass but those about {@link LateConnections}.
 */
@LoggingFilter(name = "one-line")
public final class LogLines implements Filter {

    private final ExtFormatter formatter = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord record) {
        if (LateConnections.isOne(record)) {
            return false;
        }
        var message = formatter.formatMessage(record);
        // A tab steers nothing, and tables of other libraries have them.
        if (message != null && !isPlain(message)) {
            var plain = plain(message);
            if (record instanceof ExtLogRecord extended) {
                extended.setMessage(plain, ExtLogRecord.FormatStyle.NO_FORMAT);
            } else {
                record.setMessage(plain);
            }
            record.setParameters(null);
        }
        if (record.getThrown() != null && !isPlainToTheRoot(record.getThrown())) {
            record.setThrown(new PlainFailure(record.getThrown()));
        }
        return true;
    }

    private static boolean isPlainToTheRoot(Throwable failure) {
        return PlainFailure.chain(failure).allMatch(each -> isPlain(String.valueOf(each)));
    }

    private static boolean isPlain(String text) {
        return PlainText.isPlain(text.replace('\t', ' '));
    }

    static String plain(String text) {
        return PlainText.of(text.replace('\t', ' '));
    }
}
