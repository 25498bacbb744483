package dev.parley.conformance;

import dev.parley.conformance.api.ApiText;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every public signature stands in api.txt (docs/decisions/0341). */
class ApiTest {
    @Test
    void isWhatApiTxtSays() throws IOException {
        ApiText.check(Path.of(System.getProperty("basedir", "")));
    }
}
