package dev.parley.bench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StoreCommandTest {
    @Test
    void measuresAndSaysWhetherItIsEnough(@TempDir Path directory) {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new StoreCommand())
                .setOut(new PrintWriter(out))
                .execute("--directory", directory.toString(), "--publishers", "3", "--seconds", "1", "--rounds", "1");
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size(), out.toString());
        for (String figure : lines.get(1).strip().split(" +", -1)) {
            assertTrue(Double.parseDouble(figure) > 0, lines.get(1));
        }
        assertTrue(status == 0 || status == 1, "status " + status); // how fast it is, is not for a test
    }
}
