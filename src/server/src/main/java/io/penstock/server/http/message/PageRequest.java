package io.penstock.server.http.message;

import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.SelectionChecks;
import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * Asks for a page of messages: of one partition from an offset on, or of all partitions one after the other.
 *
 * @param partition -1 for all
 * @param from the offset to begin at, in each partition that is read
 * @param after where the page before ended, if all partitions are read; null for the first page
 * @param parked whether only what the subscription has parked is read
 * @param filter of the messages that are read; null for all
 */
public record PageRequest(
        int partition,
        long from,
        @Nullable Place after,
        int limit,
        boolean parked,
        @Nullable String filter) {

    /** The first place that a page has not reached, in its partition. */
    record Place(int partition, long offset) {

        private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

        private static Place parse(Parameter after) {
            var found = TEXT.matcher(after.text());
            if (!found.matches()) {
                throw after.wrong("the 'next' of the page before, such as 0:42");
            }
            return new Place(Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)));
        }
    }

    public static PageRequest parse(String partition, String from, String after, String limit) {
        return parse(partition, from, after, limit, null, null);
    }

    public static PageRequest parse(
            String partition, String from, String after, String limit, String parked, String filter) {
        boolean goesOn = after != null && !after.isEmpty();
        if (goesOn && (partition != null || from != null)) {
            throw RequestException.malformed("'after' goes on in all partitions: leave out '"
                    + (partition == null ? "from" : "partition") + "'.");
        }
        return new PageRequest(
                new Parameter("partition", partition).number(-1, 0, Integer.MAX_VALUE),
                new Parameter("from", from).number(0L, 0, Long.MAX_VALUE),
                goesOn ? Place.parse(new Parameter("after", after)) : null,
                new Parameter("limit", limit).number(MessageBrowser.DEFAULT_LIMIT, 1, MessageBrowser.MAX_LIMIT),
                new Parameter("parked", parked).flag(),
                SelectionChecks.filter(filter));
    }

    public MessageBrowser.Page read(MessageBrowser browser, String destination, String subscription) {
        return browser.read(destination, subscription, this);
    }

    public MessagePage messages(MessageBrowser browser, String destination, String subscription) {
        var page = read(browser, destination, subscription);
        var messages = page.messages().stream().map(MessageView::of).toList();
        return new MessagePage(messages, page.more(), next(page));
    }

    /** The {@code from} of the next page of one partition, the {@code after} of that of all; null if there is none. */
    public @Nullable String next(MessageBrowser.Page page) {
        if (!page.more()) {
            return null;
        }
        var last = page.messages().get(page.messages().size() - 1);
        long next = last.offset() + 1;
        return partition < 0 ? last.partition() + ":" + next : Long.toString(next);
    }
}
