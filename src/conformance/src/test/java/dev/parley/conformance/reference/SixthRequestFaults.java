package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.FourthBlindFaults.isSwitch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults of {@link SixthBlindFault} in requests and their refusals. Stateless. */
final class SixthRequestFaults {
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final List<String> NEEDED =
            List.of("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version");
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length:[^\r\n]*\r\n");
    private static final Pattern MEMBER =
            Pattern.compile("\\s*(" + TOKEN + "(\\s*;\\s*" + TOKEN + "(\\s*=\\s*(" + TOKEN + "|\"[^\"]*\"))?)*)?\\s*");
    private static final Pattern PARTS = Pattern.compile("(?:[^,\"]|\"[^\"]*\"?)*,?");
    private static final byte[] EXCUSE = "no upgrade by this method\n".getBytes(StandardCharsets.US_ASCII);

    private SixthRequestFaults() {}

    static Behaviour methodInAnyCase() {
        return readingAs("^(?i:get) ", "GET ");
    }

    static Behaviour lengthReadLeniently() {
        return readingAs("(?im)^Content-Length:[ \t]*(?:[+-]0+|0x0+|0[0_.]*[_.]0*)[ \t]*\r\n", "Content-Length: 0\r\n");
    }

    static Behaviour lastLengthCounts() {
        return Behaviours.request(head -> {
            List<String> lines =
                    LENGTH.matcher(head).results().map(found -> found.group()).toList();
            return lines.size() < 2
                    ? head
                    : Behaviours.with(
                            Behaviours.without(head, "Content-Length"),
                            lines.get(lines.size() - 1).trim());
        });
    }

    static Behaviour otherCodingIgnored() {
        return readingAs("(?im)^Transfer-Encoding:(?![^\r\n]*\\bchunked[ \t]*\r)[^\r\n]*\r\n", "");
    }

    static Behaviour spaceBeforeFirstTaken() {
        return readingAs("^([^\r\n]*\r\n)[ \t]+(?=[^\\s:]+:)", "$1");
    }

    static Behaviour emptyNameSkipped() {
        return readingAs("(?m)^:[^\r\n]*\r\n", "");
    }

    static Behaviour userInHost() {
        return readingAs("(?im)^(Host:[ \t]*)[^@\r\n]*@", "$1");
    }

    static Behaviour portNotRead() {
        return readingAs("(?im)^(Host:[ \t]*(?:\\[[^\\]\r\n]*\\]|[^:\\[\r\n]*)):(?!\\d*[ \t]*\r)[^\r\n]*", "$1");
    }

    static Behaviour emptyOriginIsNone() {
        return readingAs("(?im)^Origin:[ \t]*\r\n", "");
    }

    static Behaviour protocolsCutAtSpaces() {
        return onLines(PROTOCOL, line -> line.replaceAll("(?<=[^\\s,:])[ \t]+(?=[^\\s,])", ", "));
    }

    static Behaviour extensionsUpToError() {
        return onLines(EXTENSIONS, line -> {
            int colon = line.indexOf(':') + 1;
            List<String> good = new ArrayList<>();
            Matcher part = PARTS.matcher(line.substring(colon));
            while (part.find() && !part.group().isEmpty()) {
                String member = part.group().replaceFirst(",$", "");
                if (!MEMBER.matcher(member).matches()) {
                    return good.isEmpty() ? line : line.substring(0, colon) + String.join(",", good);
                }
                good.add(member);
            }
            return line;
        });
    }

    static Behaviour unclosedQuoteTaken() {
        return onLines(
                EXTENSIONS,
                line -> line.chars().filter(c -> c == '"').count() % 2 == 1 ? line.replace("\"", "") : line);
    }

    static Behaviour badPercentTaken() {
        return Behaviours.request(head -> {
            int end = head.indexOf("\r\n");
            return head.substring(0, end).replaceAll("%(?![0-9A-Fa-f]{2})", "%25") + head.substring(end);
        });
    }

    static Behaviour takenBeforeItsEnd() {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] head) {
                String text = new String(head, StandardCharsets.ISO_8859_1);
                boolean enough = !text.contains("\r\n\r\n")
                        && text.endsWith("\r\n")
                        && NEEDED.stream().allMatch(name -> Behaviours.has(text, name));
                return enough ? FourthBlindFaults.joined(head, (byte) '\r', (byte) '\n') : head;
            }
        };
    }

    static Behaviour headRefusedWithBody() {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                String text = new String(head, StandardCharsets.ISO_8859_1);
                if (isSwitch(text) || !request.startsWith("HEAD ")) {
                    return head;
                }
                int end = text.indexOf("\r\n\r\n") + 4;
                String said = FourthBlindFaults.withValue(text.substring(0, end), "Content-Length", "" + EXCUSE.length);
                return FourthBlindFaults.joined(said.getBytes(StandardCharsets.ISO_8859_1), EXCUSE);
            }
        };
    }

    static Behaviour refusalStaysOpen() {
        return new Behaviour() {
            @Override
            public boolean staysOpen(Memory memory) {
                return memory.sixth.refused;
            }
        };
    }

    /** Changes each line of a header, without its line end. */
    static Behaviour onLines(String name, UnaryOperator<String> change) {
        Pattern lines = Pattern.compile("(?im)^" + name + ":[^\r\n]*");
        return Behaviours.request(
                head -> lines.matcher(head).replaceAll(found -> Matcher.quoteReplacement(change.apply(found.group()))));
    }

    /** The members of the lists of extensions in a request. */
    static List<String> members(String request) {
        Matcher lines = Pattern.compile("(?im)^" + EXTENSIONS + ":([^\r\n]*)").matcher(request);
        return lines.results()
                .flatMap(line -> PARTS.matcher(line.group(1)).results())
                .map(part -> part.group().replaceFirst(",$", "").trim())
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /** What came behind the head of a request. */
    static byte[] behind(String request) {
        int end = request.indexOf("\r\n\r\n");
        byte[] all = request.getBytes(StandardCharsets.ISO_8859_1);
        return end < 0 ? new byte[0] : Arrays.copyOfRange(all, end + 4, all.length);
    }
}
