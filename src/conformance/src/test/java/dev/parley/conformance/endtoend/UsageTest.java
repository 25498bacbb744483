package dev.parley.conformance.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a command line is said in one line that names it, with exit code 3. */
class UsageTest {
    private static final String WS = "ws://localhost:1/echo ";

    @TempDir
    static Path files;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("", "missing the address of a server"),
                Arguments.of("run", "missing the address of a server"),
                Arguments.of("http://localhost/", "not a ws:// or wss:// address: http://localhost/"),
                Arguments.of("localhost:8080", "not a ws:// or wss:// address: localhost:8080"),
                Arguments.of("ws:///echo", "no host in ws:///echo"),
                Arguments.of("ws://localhost/#part", "no fragment"),
                Arguments.of(WS + "ws://two/", "Unmatched argument at index 1: 'ws://two/'"),
                Arguments.of(WS + "--colour", "Unknown option: '--colour'"),
                Arguments.of(WS + "--parallel 0", "--parallel 0 is not from 1 to 1000"),
                Arguments.of(WS + "--parallel many", "Invalid value for option '--parallel': 'many'"),
                Arguments.of(WS + "--timeout-factor 0", "--timeout-factor 0.0 is not above 0"),
                Arguments.of(WS + "--timeout-factor NaN", "--timeout-factor NaN is not above 0"),
                Arguments.of(WS + "--rerun-failed -1", "--rerun-failed -1 is not from 0 to 100"),
                Arguments.of(WS + "--max-message -1", "--max-message -1 is below 0"),
                Arguments.of(WS + "--fail-on sometimes", "expected one of [MUST, SHOULD, ANY, NEVER]"),
                Arguments.of(WS + "--format pdf", "expected one of [HTML, JSON, JUNIT, MARKDOWN, TAP, AUTOBAHN]"),
                Arguments.of(WS + "--header Nothing", "--header is not \"Name: value\""),
                Arguments.of(WS + "--header Bad(name):1", "--header is not \"Name: value\""),
                Arguments.of(WS + "--subprotocol a,b", "--subprotocol is not a token"),
                Arguments.of(WS + "--cases no.such.case", "--cases: no case matches no.such.case"),
                Arguments.of(WS + "--exclude 99", "--exclude: no case matches 99"),
                Arguments.of(WS + "--cases 7 --exclude 7", "no case is left"),
                Arguments.of(WS + "--cases @DIR/missing", "--cases: no such file: DIR/missing"),
                Arguments.of(WS + "--cases @DIR/typo.txt", "--cases: no case matches 7.9.99"),
                Arguments.of(WS + "--update-baseline", "--update-baseline needs --baseline FILE"),
                Arguments.of(WS + "--baseline DIR/missing", "--baseline: no such file: DIR/missing"),
                Arguments.of(WS + "--baseline DIR", "--baseline: DIR is a directory"),
                Arguments.of(WS + "--baseline DIR/typo.txt", "names cases that do not exist: [7.9.99]"),
                Arguments.of(WS + "--baseline DIR/form.txt", "form.txt:2: expected \"id verdict  # reason\""),
                Arguments.of(WS + "--baseline DIR/twice.txt", "twice.txt:2: a second line for 7.9.1"),
                Arguments.of(WS + "--baseline DIR/binary", "binary is not UTF-8 text"),
                Arguments.of(WS + "--cacert DIR/missing", "--cacert: no such file: DIR/missing"),
                Arguments.of(WS + "--cacert DIR/form.txt", "form.txt holds no certificates in PEM"),
                Arguments.of(WS + "--cacert DIR/empty", "no certificate in DIR/empty"),
                Arguments.of(WS + "--cacert DIR/empty --insecure", "--insecure takes any certificate"),
                Arguments.of("list --cases no.such.case", "--cases: no case matches no.such.case"),
                Arguments.of("show", "Missing required parameter: 'ID'"),
                Arguments.of("show no.such.case", "no case has the id no.such.case"),
                Arguments.of("diff DIR/missing DIR/missing", "BEFORE: no such file: DIR/missing"),
                Arguments.of("diff DIR/form.txt DIR/form.txt", "form.txt is not a report of this suite"),
                Arguments.of("diff DIR/form.txt", "Missing required parameter: 'AFTER'"),
                Arguments.of("matrix", "Missing required parameter: 'REPORT'"),
                Arguments.of("matrix DIR", "REPORT: no such file: DIR/report.json"),
                Arguments.of("matrix DIR/form.txt --by colour", "expected one of [CASE, CATEGORY]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhatIsWrongInOneLine(String command, String complaint) throws Exception {
        write("typo.txt", "7.9.1 fail\n7.9.99 fail # gone\n");
        write("form.txt", "# a remark\n7.9.1 broken\n");
        write("twice.txt", "7.9.1 fail\n7.9.1 error\n");
        write("empty", "");
        Files.write(files.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        String[] arguments = Arrays.stream(command.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(UsageTest::there)
                .toArray(String[]::new);
        Said said = Said.by(arguments).with(3).complaining(there(complaint));
        assertEquals("", said.out());
    }

    @Test
    void refusesAHeaderThatWouldBreakOutOfItsLine() {
        Said.by("ws://localhost:1/", "--header", "A: b\r\nC: d").with(3).complaining("A: b??C: d");
    }

    private static String there(String text) {
        return text.replace("DIR", files.toString());
    }

    private static void write(String name, String text) throws Exception {
        Files.writeString(files.resolve(name), text);
    }
}
