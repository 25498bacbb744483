package dev.parley.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs in a page of the documentation: fenced blocks below a line {@code <!-- run: NAME -->}. */
final class CodeBlocks {
    private static final Pattern RUNNABLE =
            Pattern.compile("<!-- run: (\\S+) -->\\n```\\w+\\n(.*?)\\n```\\n", Pattern.DOTALL);
    private static final Pattern FENCE = Pattern.compile("(?m)^```\\w+$");

    private CodeBlocks() {}

    /** Returns the source of each program by its name, in the page's order. */
    static Map<String, String> of(Path page) throws IOException {
        String text = Files.readString(page);
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher block = RUNNABLE.matcher(text);
        while (block.find()) {
            if (blocks.put(block.group(1), block.group(2) + "\n") != null) {
                throw new IllegalStateException(page + " has " + block.group(1) + " twice");
            }
        }
        long fences = FENCE.matcher(text).results().count();
        if (fences != blocks.size()) {
            throw new IllegalStateException(
                    page + " has " + fences + " blocks of code, but only " + blocks.size() + " that are run");
        }
        return blocks;
    }

    /** Writes each program to the file of its name below {@code directory}. */
    static void write(Map<String, String> blocks, Path directory) throws IOException {
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            Path file = directory.resolve(block.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.getValue());
        }
    }
}
