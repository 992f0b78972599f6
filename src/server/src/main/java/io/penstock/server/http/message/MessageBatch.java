package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.Receipt;
import io.penstock.Transaction;
import io.penstock.server.http.request.ItemProblem;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Sends the messages of one batch: each by itself, or all or none. */
final class MessageBatch {

    private static final int CREATED = 201;
    private static final int DISCARDED = 200;

    private final Broker broker;
    private final String path;

    /** @param path of the request */
    MessageBatch(Broker broker, String path) {
        this.broker = broker;
        this.path = path;
    }

    /** Sends each by itself, in their order; the stage does not fail. */
    CompletionStage<BatchView> each(List<BatchMessage> items) {
        var answers = new BatchAnswers(items.size());
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            send(items.get(i), answer -> answers.put(index, answer));
        }
        return answers.all();
    }

    /** Sends one message; the stage does not fail. */
    CompletionStage<BatchView.Item> one(BatchMessage item) {
        var answer = new CompletableFuture<BatchView.Item>();
        send(item, answer::complete);
        return answer;
    }

    private void send(BatchMessage item, Consumer<BatchView.Item> told) {
        if (item.refusal() != null) {
            told.accept(failed(item.refusal()));
            return;
        }
        CompletionStage<Receipt> sending;
        try {
            sending = broker.sendAsync(item.message());
        } catch (RuntimeException e) {
            told.accept(failed(e));
            return;
        }
        sending.whenComplete((receipt, failure) -> told.accept(failure == null ? sent(receipt) : failed(failure)));
    }

    private static BatchView.Item sent(Receipt receipt) {
        return new BatchView.Item(receipt.isDiscarded() ? DISCARDED : CREATED, SentMessage.of(receipt), null);
    }

    BatchView.Item failed(Throwable failure) {
        var problem = ItemProblem.of(failure, path);
        return new BatchView.Item(problem.status(), null, problem);
    }

    private static void add(BatchMessage item, Transaction transaction) {
        if (item.refusal() != null) {
            throw item.refusal();
        }
        transaction.send(item.message());
    }

    /**
     * Sends all or none. Fails with what is wrong with the first that is, and names it.
     *
     * @return an answer for each, without its place, which nobody knows before the commit
     */
    CompletionStage<BatchView> atomic(List<BatchMessage> items) {
        var transaction = broker.begin();
        for (int i = 0; i < items.size(); i++) {
            try {
                add(items.get(i), transaction);
            } catch (RuntimeException e) {
                transaction.close();
                throw ItemProblem.at(i, e);
            }
        }
        var done = new BatchView.Item(CREATED, null, null);
        return transaction
                .commitAsync()
                .thenApply(committed ->
                        new BatchView(items.stream().map(item -> done).toList()));
    }
}
