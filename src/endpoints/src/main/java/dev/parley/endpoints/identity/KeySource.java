package dev.parley.endpoints.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where keys are read from. */
sealed interface KeySource {
    /** Most bytes of it. */
    int MAX_BYTES = 1 << 20;

    /** Returns what there is now; blocks. */
    String read() throws IOException;

    /** Makes the source of a file's path or a URL. */
    static KeySource of(String location) {
        return location.contains("://") ? new Url(URI.create(location)) : new File(Path.of(location));
    }

    /** A file of this machine. */
    record File(Path path) implements KeySource {
        @Override
        public String read() throws IOException {
            try (InputStream file = Files.newInputStream(path)) {
                return text(file);
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A document of the web. */
    record Url(URI uri) implements KeySource {
        private static final int PATIENCE_MILLIS =
                Math.toIntExact(Duration.ofSeconds(5).toMillis());

        @Override
        public String read() throws IOException {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false); // to where nobody has vouched for
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
            try {
                int status = connection.getResponseCode();
                if (status != HttpURLConnection.HTTP_OK) {
                    throw new IOException("status " + status);
                }
                try (InputStream body = connection.getInputStream()) {
                    return text(body);
                }
            } finally {
                connection.disconnect();
            }
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
