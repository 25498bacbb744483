package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.verdict.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of requirements against the catalogue: each is covered by cases that exist, or says why not. */
class RequirementsTest {
    private static final Collection<ConformanceCase> CASES =
            AllCases.catalogue().all();
    private static final Set<String> LEVELS = Set.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY");

    @ParameterizedTest
    @CsvSource({"rfc6455-requirements.tsv, '', 120", "rfc7692-requirements.tsv, 'RFC 7692 ', 45"})
    void areCoveredOrSayWhyNot(String file, String prefix, int floor) throws Exception {
        List<String[]> rows = rows(file).toList();
        assertTrue(rows.size() >= floor, () -> rows.size() + " requirements");
        for (String[] row : rows) {
            String line = String.join(" | ", row);
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

    @Test
    void nameEveryCaseThatIsAMust() throws Exception {
        List<CasePattern> named = Stream.of("rfc6455-requirements.tsv", "rfc7692-requirements.tsv")
                .flatMap(file -> rows(file))
                .flatMap(row -> Stream.of(row[3].split(" ", -1)))
                .map(CasePattern::of)
                .toList();
        String free = CASES.stream()
                .filter(one -> one.level() == Level.MUST)
                .filter(one -> named.stream().noneMatch(pattern -> pattern.selects(one)))
                .map(ConformanceCase::id)
                .collect(Collectors.joining(" "));
        assertEquals("", free, "cases that must be kept, of which no requirement knows");
    }

    private static Stream<String[]> rows(String file) {
        try {
            return read(file).lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = AllCases.class.getResourceAsStream("/dev/parley/conformance/" + file)) {
            assertNotNull(in, file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
