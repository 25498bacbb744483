package dev.parley.store.jdbc;

import dev.parley.hub.memory.SentMessages;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import org.jspecify.annotations.Nullable;

/** A row of the table of publications. */
record PublicationRow(
        long channel,
        long offset,
        @Nullable String id,
        long time,
        String sender,
        String data,
        int weight,
        @Nullable String client,
        @Nullable Long number,
        @Nullable Long digest) {

    static PublicationRow of(long channel, Publication publication, Draft draft) {
        MessageId once = draft.once().orElse(null);
        return new PublicationRow(
                channel,
                publication.offset(),
                publication.id().orElse(null),
                publication.time(),
                publication.sender(),
                publication.data(),
                publication.weight(),
                once == null ? null : once.client(),
                once == null ? null : once.number(),
                once == null ? null : SentMessages.digest(draft.data()));
    }
}
