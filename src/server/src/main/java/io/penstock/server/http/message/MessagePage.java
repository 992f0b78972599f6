package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/**
 * Shows one page of messages.
 *
 * @param more whether there are more than this page could hold
 * @param next if there are more: of one partition, the {@code from} of the next page; of all, its {@code after}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessagePage(List<MessageView> messages, boolean more, String next) {}
