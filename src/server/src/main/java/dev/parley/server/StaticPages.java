package dev.parley.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files under {@code META-INF/resources/} of a class loader, read once and kept. Only names made of harmless
 * characters are looked up, so that no path leads elsewhere. Safe for any thread; holds at most the files there are.
 */
final class StaticPages {
    private static final String ROOT = "META-INF/resources";
    private static final String INDEX = "index.html";
    /** Segments of letters, digits and {@code _ ~ @ + -}, with single dots inside: no dot file, no {@code ..}. */
    private static final Pattern HARMLESS = Pattern.compile("(/[\\w~@+-]+(\\.[\\w~@+-]+)*)*/?");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"));
    private static final String OTHER_TYPE = "application/octet-stream";

    private final ClassLoader loader;
    private final Map<String, Page> read = new ConcurrentHashMap<>();

    StaticPages(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * One file.
     *
     * @param body not to be changed
     * @param type media type
     * @param etag strong validator (RFC 9110 8.8.3), in its quotes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each response would be waste
    record Page(byte[] body, String type, String etag) {}

    /**
     * Returns the page at {@code path}; a path that ends in a slash means its {@code index.html}.
     *
     * @param path as in the request line, still percent-encoded, without a query
     * @return empty if there is none
     */
    Optional<Page> find(String path) throws IOException {
        if (!isHarmless(path)) {
            return Optional.empty();
        }
        String name = path.endsWith("/") ? path + INDEX : path;
        Page known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Page> page = load(name);
        page.ifPresent(found -> read.put(name, found));
        return page;
    }

    /** Returns whether {@code path} holds nothing that could lead elsewhere, encoded or not. */
    static boolean isHarmless(String path) {
        return HARMLESS.matcher(path).matches();
    }

    /** Returns whether {@code path} lacks only the slash at its end to be a page. */
    boolean isDirectory(String path) throws IOException {
        return !path.endsWith("/") && find(path + "/").isPresent();
    }

    private Optional<Page> load(String name) throws IOException {
        int dot = name.lastIndexOf('.');
        if (dot < name.lastIndexOf('/')) {
            return Optional.empty(); // every page has an extension; what has none may be a directory
        }
        URL url = loader.getResource(ROOT + name);
        if (url == null) {
            return Optional.empty();
        }
        try (InputStream in = url.openStream()) {
            byte[] body = in.readAllBytes();
            String type = TYPES.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), OTHER_TYPE);
            return Optional.of(new Page(body, type, etag(body)));
        }
    }

    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
