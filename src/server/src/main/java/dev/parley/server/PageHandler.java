package dev.parley.server;

import dev.parley.endpoints.SecurityHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;

/** Answers what is not a WebSocket: pages, and a word to those who ask for a missing page. Safe for any thread. */
final class PageHandler extends HttpHandler {
    private final StaticPages pages;

    PageHandler(StaticPages pages) {
        this.pages = pages;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        response.getResponse().setIgnoreContentModifiers(false); // set by an offer of h2c; it would cost the headers
        SecurityHeaders.ALL.forEach(response::setHeader);
        String path = request.getRequest().getRequestURI();
        if (request.getMethod() != Method.GET && request.getMethod() != Method.HEAD) {
            response.setHeader("Allow", "GET, HEAD");
            say(response, HttpStatus.METHOD_NOT_ALLOWED_405, "pages are only read");
        } else {
            servePage(request, response, path);
        }
    }

    private void servePage(Request request, Response response, String path) throws IOException {
        Optional<StaticPages.Page> found = pages.find(path);
        if (found.isPresent()) {
            send(request, response, found.get());
        } else if (pages.isDirectory(path)) {
            response.setHeader(Header.Location, path + "/");
            say(response, HttpStatus.MOVED_PERMANENTLY_301, path + "/");
        } else {
            say(response, HttpStatus.NOT_FOUND_404, "no page at this path");
        }
    }

    private static void send(Request request, Response response, StaticPages.Page page) throws IOException {
        response.setHeader(Header.ETag, page.etag());
        response.setHeader(Header.CacheControl, "no-cache"); // may be kept, must be checked
        if (page.etag().equals(request.getHeader(Header.IfNoneMatch))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            return;
        }
        response.setContentType(page.type());
        response.setContentLength(page.body().length);
        if (request.getMethod() == Method.GET) {
            response.getOutputStream().write(page.body());
        }
    }

    private static void say(Response response, HttpStatus status, String sentence) throws IOException {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
