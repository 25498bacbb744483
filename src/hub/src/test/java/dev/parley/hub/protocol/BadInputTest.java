package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.protocol.BadInputScene.Deed;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bad a client may send has the answer that the tables of {@code docs/protocol.md} tell. */
class BadInputTest {
    private static final Path ROOT = Path.of("../.."); // tests run in the directory of the module
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\|");
    private static final Pattern NUMBER = Pattern.compile("[1-5][0-9]{2,3}");
    private static final Map<String, List<Deed>> DEEDS = BadInputs.all();

    private final BadInputScene scene = new BadInputScene();

    private static List<MatchResult> table(String after, String before) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/protocol.md"));
        int begin = page.indexOf(after);
        int end = page.indexOf(before, begin);
        assertTrue(begin >= 0 && end > begin, "the page lacks the table after " + after);
        return ROW.matcher(page.substring(begin + after.length(), end))
                .results()
                .skip(1)
                .toList();
    }

    private static Map<String, String> answers() throws IOException {
        return table("<!-- bad input: ", "<!-- end of bad input").stream()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> a, LinkedHashMap::new));
    }

    static Stream<Arguments> cases() throws IOException {
        Map<String, String> answers = answers();
        List<Arguments> all = new ArrayList<>();
        DEEDS.forEach((input, deeds) -> {
            for (int i = 0; i < deeds.size(); i++) {
                all.add(Arguments.of(input, i, answers.getOrDefault(input, "not in the table")));
            }
        });
        return all.stream();
    }

    @Test
    void isAllInTheTable() throws IOException {
        assertEquals(
                answers().keySet().stream().sorted().collect(Collectors.joining("\n")),
                DEEDS.keySet().stream().sorted().collect(Collectors.joining("\n")));
    }

    @ParameterizedTest(name = "{0} [{1}]: {2}")
    @MethodSource("cases")
    void isAnswered(String input, int which, String answer) {
        DEEDS.getOrDefault(input, List.of()).get(which).by(scene);
        TestClient ann = scene.ann;
        String told = ann.take().stream().map(BadInputTest::shown).collect(Collectors.joining(", "));
        if (answer.endsWith(", …")) {
            String beginning = answer.substring(0, answer.length() - 3);
            assertTrue(told.startsWith(beginning), () -> told + " does not begin with " + beginning);
        } else {
            assertEquals(answer, told.isEmpty() ? "nothing" : told);
        }
        assertEquals(answer.contains("close"), ann.isOver());
        if (!ann.isOver()) {
            ann.room = TestClient.WIDE;
            ann.say("{'t':'bye'}");
            ann.assertTold("close 1000 done");
        }
    }

    private static String shown(String told) {
        if (told.startsWith("close ")) {
            return "`" + told.substring(0, "close 4400".length()) + "`";
        }
        JsonObject message = BadInputScene.json(told);
        String type = message.getString("t");
        return switch (type) {
            case "err" -> "`err " + message.getString("code") + "`";
            case "gap" -> "`gap " + message.getString("why") + "`";
            default -> "`" + type + "`";
        };
    }

    /** What the hub does not see is tried over real connections, by tests that know the status. */
    @Test
    void isTriedOverConnectionsToo() throws IOException {
        List<MatchResult> rows = table("What is bad before it is JSON", "### Conversations");
        assertTrue(rows.size() >= 8, rows.size() + " rows");
        for (MatchResult row : rows) {
            List<String> sources = new ArrayList<>();
            for (String test : row.group(3).strip().split(", ", -1)) {
                sources.add(source(test.replace("`", "")));
            }
            String status = NUMBER.matcher(row.group(2))
                    .results()
                    .map(MatchResult::group)
                    .findFirst()
                    .orElseThrow();
            assertTrue(sources.stream().allMatch(source -> source.contains(status)), row.group());
        }
    }

    private static String source(String test) throws IOException {
        for (String folder : List.of("src/endpoints/src/test", "src/containers/suite/src/main")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                Optional<Path> found =
                        files.filter(file -> file.endsWith(test + ".java")).findFirst();
                if (found.isPresent()) {
                    return Files.readString(found.get());
                }
            }
        }
        throw new AssertionError("no test " + test);
    }
}
