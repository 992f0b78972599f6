package io.penstock.kafka.cells;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends messages together, in as many parts as there are cells of their destinations. */
final class SendTogether {

    private final CellTable table;
    private final List<Message> messages;

    SendTogether(CellTable table, List<Message> messages) {
        this.table = table;
        this.messages = messages;
    }

    CompletionStage<List<Receipt>> send() {
        var ofCells = new LinkedHashMap<CellLink, List<Integer>>();
        for (int i = 0; i < messages.size(); i++) {
            var cell = table.known(messages.get(i).destination());
            if (cell == null) {
                // All of them wait until it is known, and go behind what waits already.
                return table.call(messages.get(i).destination(), broker -> sendAllTheSame());
            }
            ofCells.computeIfAbsent(cell, each -> new ArrayList<>()).add(i);
        }
        return send(ofCells);
    }

    private CompletionStage<List<Receipt>> sendAllTheSame() {
        var ofCells = new LinkedHashMap<CellLink, List<Integer>>();
        for (int i = 0; i < messages.size(); i++) {
            String name = messages.get(i).destination();
            var cell = table.known(name);
            if (cell == null) {
                var place = table.place(name);
                cell = place == null ? table.first() : table.cell(place.cell()).orElse(null);
            }
            if (cell == null) {
                return CompletableFuture.failedFuture(
                        new PenstockException.Unavailable("This instance does not know the cell of '" + name + "'."));
            }
            ofCells.computeIfAbsent(cell, each -> new ArrayList<>()).add(i);
        }
        return send(ofCells);
    }

    private CompletionStage<List<Receipt>> send(Map<CellLink, List<Integer>> ofCells) {
        if (ofCells.size() <= 1) {
            var cell = ofCells.isEmpty()
                    ? table.first()
                    : ofCells.keySet().iterator().next();
            return cell.broker().sendAllAsync(messages);
        }
        var receipts = new Receipt[messages.size()];
        var sent = ofCells.entrySet().stream()
                .map(each -> part(each.getKey(), each.getValue(), receipts).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        var all = new CompletableFuture<List<Receipt>>();
        CompletableFuture.allOf(sent).whenComplete((done, failure) -> {
            if (failure == null) {
                all.complete(Arrays.asList(receipts));
            } else {
                all.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return all;
    }

    private CompletionStage<Void> part(CellLink cell, List<Integer> indices, Receipt[] receipts) {
        return cell.broker()
                .sendAllAsync(indices.stream().map(messages::get).toList())
                .thenAccept(got -> {
                    for (int i = 0; i < indices.size(); i++) {
                        receipts[indices.get(i)] = got.get(i);
                    }
                });
    }
}
