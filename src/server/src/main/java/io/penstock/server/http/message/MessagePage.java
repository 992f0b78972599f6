package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/**
 * Shows one page of messages.
 *
 * @param more whether there are more than this page could hold
 * @param next the offset to go on from, if there are more and one partition was asked for; without it, go on partition
 *     by partition
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessagePage(List<MessageView> messages, boolean more, Long next) {}
