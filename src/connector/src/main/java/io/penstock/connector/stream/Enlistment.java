package io.penstock.connector.stream;

import io.penstock.Message;
import io.penstock.Receipt;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Metadata of a message that was emitted in a transaction of the application: the channel puts it into that
 * transaction, on whichever thread the message comes to it, instead of sending it at once.
 *
 * @param send puts the message into the transaction; the stage fails if that takes no more
 */
public record Enlistment(Function<Message, CompletionStage<Receipt>> send) {}
