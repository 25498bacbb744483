package dev.parley.example.notifications;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import java.util.concurrent.atomic.AtomicLong;

/** Stands for the application's database: it counts what was sent, and refuses what says nothing. */
@ApplicationScoped
public class Journal {
    private final AtomicLong count = new AtomicLong();

    /** Writes that something was sent. */
    public void write(String text) {
        if (text.isBlank()) {
            throw new BadRequestException("a notification says something");
        }
        count.incrementAndGet();
    }
}
