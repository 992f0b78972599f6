package io.penstock.server.http.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.MessageProgress;
import io.penstock.MessageState;
import io.penstock.StoredMessage;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Shows one message, and what has become of it.
 *
 * @param isCut whether {@code body} is only its beginning
 * @param subscriptions what each of them has done with it, as far as that is known
 */
public record SingleMessageView(@JsonUnwrapped MessageView message, boolean isCut, List<Progress> subscriptions) {

    /**
     * Shows where the message is in one subscription.
     *
     * @param attempts runs that failed; 0 once it is settled
     * @param deliveries hand-outs of any kind; 0 once it is settled
     * @param consumer that has it; absent if none does
     * @param dueAt before which it is not handed out; absent unless it is scheduled
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            String name,
            MessageState state,
            int attempts,
            int deliveries,
            @Nullable String consumer,
            @Nullable Instant dueAt) {

        private static Progress of(MessageProgress progress) {
            return new Progress(
                    progress.subscription(),
                    progress.state(),
                    progress.attempts(),
                    progress.deliveries(),
                    progress.consumer(),
                    progress.dueAt().orElse(null));
        }
    }

    static SingleMessageView of(StoredMessage stored, List<MessageProgress> progress) {
        return new SingleMessageView(
                MessageView.alone(stored, name -> true),
                MessageView.isCut(stored.message()),
                progress.stream().map(Progress::of).toList());
    }
}
