package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.ConformanceCase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of requirements against the catalogue: each is covered by cases that exist, or says why not. */
class RequirementsTest {
    private static final Collection<ConformanceCase> CASES =
            AllCases.catalogue().all();
    private static final Set<String> LEVELS = Set.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY");

    @ParameterizedTest
    @CsvSource({"rfc6455-requirements.tsv, '', 60", "rfc7692-requirements.tsv, 'RFC 7692 ', 25"})
    void areCoveredOrSayWhyNot(String file, String prefix, int floor) throws Exception {
        List<String> lines =
                read(file).lines().filter(line -> !line.startsWith("#")).toList();
        assertTrue(lines.size() >= floor, () -> lines.size() + " requirements");
        for (String line : lines) {
            String[] row = line.split("\t", -1);
            assertEquals(5, row.length, line);
            assertTrue(Sections.exists(prefix + row[0]), line);
            assertTrue(LEVELS.contains(row[1]), line);
            assertFalse(row[2].isBlank(), line);
            boolean covered = !row[3].equals("-");
            assertEquals(covered, row[4].isBlank(), () -> "covered, or why not, and not both: " + line);
            for (String pattern : covered ? row[3].split(" ", -1) : new String[0]) {
                CasePattern ids = CasePattern.of(pattern);
                assertTrue(CASES.stream().anyMatch(ids::selects), () -> pattern + " of " + line);
            }
        }
    }

    private static String read(String file) throws Exception {
        try (InputStream in = AllCases.class.getResourceAsStream("/dev/parley/conformance/" + file)) {
            assertNotNull(in, file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
