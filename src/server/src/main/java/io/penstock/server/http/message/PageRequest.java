package io.penstock.server.http.message;

import io.penstock.server.http.request.Parameter;

/**
 * Asks for a page of messages.
 *
 * @param partition -1 for all, one after the other
 * @param from the offset to begin at, in each partition that is read
 * @param parked whether only what the subscription has parked is read
 */
public record PageRequest(int partition, long from, int limit, boolean parked) {

    public static PageRequest parse(String partition, String from, String limit) {
        return parse(partition, from, limit, null);
    }

    public static PageRequest parse(String partition, String from, String limit, String parked) {
        return new PageRequest(
                new Parameter("partition", partition).number(-1, 0, Integer.MAX_VALUE),
                new Parameter("from", from).number(0L, 0, Long.MAX_VALUE),
                new Parameter("limit", limit).number(MessageBrowser.DEFAULT_LIMIT, 1, MessageBrowser.MAX_LIMIT),
                new Parameter("parked", parked).flag());
    }

    public MessageBrowser.Page read(MessageBrowser browser, String destination, String subscription) {
        return browser.read(destination, subscription, this);
    }

    public MessagePage messages(MessageBrowser browser, String destination, String subscription) {
        var page = read(browser, destination, subscription);
        var messages = page.messages().stream().map(MessageView::of).toList();
        return new MessagePage(messages, page.more(), next(page));
    }

    /** The place where the next page begins; null if there is none, or if several partitions were read. */
    public Long next(MessageBrowser.Page page) {
        if (!page.more() || partition < 0) {
            return null;
        }
        return page.messages().get(page.messages().size() - 1).offset() + 1;
    }
}
