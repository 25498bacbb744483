package dev.parley.wire.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The small grammars of HTTP (RFC 9110 5.6) and of URIs (RFC 3986) that the handshake is made of. */
final class Grammar {
    private static final int TOKEN = 1;
    private static final int PATH_OR_QUERY = 2;
    private static final int REG_NAME = 4;
    private static final int IPV6_GROUPS = 8;
    private static final int MAX_OCTET = 255;
    private static final byte[] CLASS = new byte[128];

    static {
        for (int c = 0; c < CLASS.length; c++) {
            boolean alphanumeric = isAlphanumeric(c);
            int classes = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0 ? TOKEN : 0;
            if (alphanumeric || "-._~!$&'()*+,;=".indexOf(c) >= 0) { // RFC 3986 2: unreserved and sub-delims
                classes |= PATH_OR_QUERY | REG_NAME;
            }
            if (":@/".indexOf(c) >= 0) {
                classes |= PATH_OR_QUERY;
            }
            CLASS[c] = (byte) classes;
        }
    }

    private Grammar() {}

    static boolean isTokenChar(int c) {
        return is(c, TOKEN);
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Grammar::isTokenChar);
    }

    /** RFC 9110 7.8: a name, or a name, "/" and a version. */
    static boolean isProtocol(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? isToken(text) : isToken(text.substring(0, slash)) && isToken(text.substring(slash + 1));
    }

    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A byte that may stand in a header value (RFC 9110 5.5): visible, obs-text, space or tab. */
    static boolean isFieldChar(int c) {
        return (c >= ' ' && c != 0x7F && c <= 0xFF) || c == '\t';
    }

    static boolean isFieldValue(String text) {
        return text.chars().allMatch(Grammar::isFieldChar) && trim(text).length() == text.length();
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    /** Without the optional white space (RFC 9110 5.6.3) at both ends. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * The elements of a comma-separated list that may be spread over several fields. RFC 9110 5.6.1.2: a recipient
     * ignores empty elements.
     */
    static List<String> list(List<String> values) {
        List<String> elements = new ArrayList<>();
        for (String value : values) {
            int from = 0;
            while (from <= value.length()) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                String element = trim(value.substring(from, to));
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                from = to + 1;
            }
        }
        return elements;
    }

    static boolean containsIgnoreCase(List<String> elements, String wanted) {
        return elements.stream().anyMatch(wanted::equalsIgnoreCase);
    }

    /** 4.1 and 4.2.1: the Connection header is a list of tokens with "Upgrade" among them. */
    static boolean hasUpgradeOption(Headers headers) {
        List<String> options = list(headers.values(Names.CONNECTION));
        return containsIgnoreCase(options, Names.UPGRADE_OPTION)
                && options.stream().allMatch(Grammar::isToken);
    }

    /** 3: a path that is not empty and an optional query; no fragment. */
    static boolean isResourceName(String text) {
        boolean valid = text.startsWith("/");
        for (int i = 0; valid && i < text.length(); i++) {
            char c = text.charAt(i);
            valid = c == '%' ? isPercentEncoded(text, i) : c == '?' || is(c, PATH_OR_QUERY);
        }
        return valid;
    }

    /** RFC 3986 3.2.2: a name of unreserved characters, sub-delimiters and percent-encoded bytes, or an IP literal. */
    static boolean isHost(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") && isIpv6(text.substring(1, text.length() - 1));
        }
        boolean valid = !text.isEmpty();
        for (int i = 0; valid && i < text.length(); i++) {
            char c = text.charAt(i);
            valid = c == '%' ? isPercentEncoded(text, i) : is(c, REG_NAME);
        }
        return valid;
    }

    /** A decimal number of at most {@code digits} digits; leading zeros are refused. */
    static Optional<Integer> number(String text, int digits) {
        if (text.isEmpty() || text.length() > digits || (text.length() > 1 && text.charAt(0) == '0')) {
            return Optional.empty();
        }
        return text.chars().allMatch(Grammar::isDigit) ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static boolean is(int c, int wanted) {
        return c >= 0 && c < CLASS.length && (CLASS[c] & wanted) != 0;
    }

    private static boolean isPercentEncoded(String text, int at) {
        return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** RFC 3986 3.2.2: eight groups, one run of which may be written "::", the last two as an IPv4 address. */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** The number of 16-bit groups in a text without "::", negative if one is malformed. */
    private static int groups(String text, boolean ipv4Last) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (ipv4Last && i == parts.length - 1 && isIpv4(part)) {
                return parts.length + 1; // an IPv4 address fills two groups
            }
            if (part.isEmpty() || part.length() > 4 || !part.chars().allMatch(Grammar::isHex)) {
                return Integer.MIN_VALUE;
            }
        }
        return parts.length;
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4
                && Arrays.stream(parts).allMatch(part -> number(part, 3).orElse(MAX_OCTET + 1) <= MAX_OCTET);
    }
}
