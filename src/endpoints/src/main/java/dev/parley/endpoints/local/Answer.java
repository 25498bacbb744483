package dev.parley.endpoints.local;

import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.Published;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What an application will be told of something that it published. It is completed during the call, or on a thread for the
 * code of applications: never on one that writes to a database, which that code would hold up. Safe for any thread.
 */
final class Answer {
    private final CompletableFuture<Published> future = new CompletableFuture<>();
    private final Thread caller = Thread.currentThread();
    private final Executor executor;
    private boolean returned; // confined to the caller

    Answer(Executor executor) {
        this.executor = executor;
    }

    /** Returns an answer that is known already. */
    static CompletionStage<Published> refused(HubException why) {
        return CompletableFuture.failedFuture(why);
    }

    void published(long offset, boolean duplicate) {
        tell(() -> future.complete(new Published(offset, duplicate)));
    }

    void refuse(HubException.Code code, String reason) {
        tell(() -> future.completeExceptionally(new HubException(code, reason)));
    }

    void rolledBack() {
        refuse(HubException.Code.ROLLED_BACK, "the transaction was not committed: nothing was published");
    }

    private void tell(Runnable completion) {
        if (Thread.currentThread() == caller && !returned) {
            completion.run(); // nobody depends on it yet
        } else {
            executor.execute(completion);
        }
    }

    /** Returns what the application gets, as the call returns. */
    CompletionStage<Published> stage() {
        returned = true;
        return future;
    }
}
