package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The measurements in small: they come to a result. What the result is depends on the machine, and is not judged. */
@Timeout(300)
class MeasuresIT {
    static Stream<Arguments> measures() {
        return Stream.of(
                Arguments.of(
                        "return --connections 50 --channels 5 --behind 5",
                        "parley-embedded: 50 clients back, 250 messages recovered in .* 0 violations.*"),
                Arguments.of(
                        "frozen --connections 50 --turns 1 --seconds 1 --rate 20",
                        "parley-embedded, 50 connections: p99 of the others .* times, target 1.05; heap .*"),
                Arguments.of(
                        "flood --honest 20 --abusive 10 --turns 1 --seconds 1",
                        "parley-embedded, 20 honest beside 10 abusive: p99 of the honest .* times, target 2.00; .* order: 0 .*"),
                Arguments.of(
                        "metrics --members 20 --turns 1 --seconds 1 --warm-up 0",
                        "parley-embedded, 20 members, 8 .*: CPU of a delivery with metrics .* times that without, target 1.02; .* order: 0 .*"),
                Arguments.of(
                        "idle --connections 50 --servers EMBEDDED",
                        "parley-embedded +[0-9]+ B a connection, plain-tyrus +[0-9]+ B, over it .*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("measures")
    void comesToAResult(String arguments, String expected) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.command()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" ", -1));
        assertTrue(exit == 0 || exit == 1, () -> "exit " + exit + ": " + err);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches(expected)), () -> out + "" + err);
    }
}
