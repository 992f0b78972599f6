package io.penstock.server.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.server.http.request.ItemProblem;
import io.penstock.server.http.request.RequestException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends the messages of one batch: each by itself, or all or none. */
final class MessageBatch {

    private static final int CREATED = 201;
    private static final int DISCARDED = 200;

    private final Broker broker;
    private final Function<JsonNode, Message> messages;
    private final String path;

    /** @param messages makes a message of an item, or fails if it cannot be one */
    MessageBatch(Broker broker, Function<JsonNode, Message> messages, String path) {
        this.broker = broker;
        this.messages = messages;
        this.path = path;
    }

    /** Sends each by itself, in their order; the stage does not fail. */
    CompletionStage<BatchView> each(List<JsonNode> items) {
        var sent = new ArrayList<CompletableFuture<BatchView.Item>>(items.size());
        for (var item : items) {
            sent.add(one(item).toCompletableFuture());
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(done ->
                        new BatchView(sent.stream().map(CompletableFuture::join).toList()));
    }

    /** Sends one message; the stage does not fail. */
    CompletionStage<BatchView.Item> one(JsonNode item) {
        try {
            return broker.sendAsync(message(item))
                    .handle((receipt, failure) -> failure == null ? sent(receipt) : failed(failure));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    private static BatchView.Item sent(Receipt receipt) {
        return new BatchView.Item(receipt.isDiscarded() ? DISCARDED : CREATED, SentMessage.of(receipt), null);
    }

    BatchView.Item failed(Throwable failure) {
        var problem = ItemProblem.of(failure, path);
        return new BatchView.Item(problem.status(), null, problem);
    }

    private Message message(JsonNode item) {
        if (!item.isObject()) {
            throw RequestException.malformed("An item of the batch is no JSON object.");
        }
        return messages.apply(item);
    }

    private Message numbered(JsonNode item, int number) {
        try {
            return message(item);
        } catch (RequestException e) {
            throw RequestException.malformed("Item " + number + ", counted from 0: " + e.getMessage());
        }
    }

    /**
     * Sends all or none. Fails with what is wrong with the first that is.
     *
     * @return an answer for each, without its place, which nobody knows before the commit
     */
    CompletionStage<BatchView> atomic(List<JsonNode> items) {
        var transaction = broker.begin();
        try {
            for (int i = 0; i < items.size(); i++) {
                transaction.send(numbered(items.get(i), i));
            }
        } catch (RuntimeException e) {
            transaction.close();
            throw e;
        }
        var done = new BatchView.Item(CREATED, null, null);
        return transaction
                .commitAsync()
                .thenApply(committed ->
                        new BatchView(items.stream().map(item -> done).toList()));
    }
}
