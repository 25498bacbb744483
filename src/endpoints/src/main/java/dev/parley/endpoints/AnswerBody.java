package dev.parley.endpoints;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes the body of an answer that is there as a whole. */
final class AnswerBody {
    private static final Logger LOG = System.getLogger(AnswerBody.class.getName());

    private AnswerBody() {}

    /** Writes it; the headers, but for the length, have been set. */
    static void write(HttpServletResponse response, int status, byte[] body) {
        response.setStatus(status);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) { // whoever asked is gone; a container would log its stack
            LOG.log(Level.DEBUG, "the answer could not be written", e);
        }
    }
}
