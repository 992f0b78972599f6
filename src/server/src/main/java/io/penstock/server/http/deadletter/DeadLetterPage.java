package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.server.http.message.MessagePage;

import java.util.List;

/** Shows one page of dead letters; {@code more} and {@code next} as in {@link MessagePage}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterPage(String queue, List<DeadLetterView> deadLetters, boolean more, String next) {}
