package dev.parley.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs in a page of the documentation: fenced blocks below a line {@code <!-- run: NAME -->}. */
final class CodeBlocks {
    private static final Pattern FENCED = Pattern.compile(
            "(?:<!-- run: (?<name>\\S+) -->\\n)?```(?<language>\\w+)\\n(?<source>.*?\\n)```\\n", Pattern.DOTALL);

    private CodeBlocks() {}

    /**
     * A program.
     *
     * @param printed what the page says that it prints: the block of {@code text} right below it
     */
    record Block(String name, String source, Optional<String> printed) {}

    /** Returns the programs in the page's order; a block that is neither a program nor text is an error. */
    static List<Block> of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher fenced = FENCED.matcher(Files.readString(page));
        int endOfProgram = -1;
        while (fenced.find()) {
            String name = fenced.group("name");
            boolean text = fenced.group("language").equals("text");
            if (name != null) {
                blocks.add(new Block(name, fenced.group("source"), Optional.empty()));
                endOfProgram = fenced.end();
            } else if (text && fenced.start() == endOfProgram) {
                Block program = blocks.remove(blocks.size() - 1);
                blocks.add(new Block(program.name(), program.source(), Optional.of(fenced.group("source"))));
            } else if (!text) {
                throw new IllegalStateException(page + " has a program that nobody runs:\n" + fenced.group("source"));
            }
        }
        return blocks;
    }

    /** Writes each program to the file of its name below {@code directory}. */
    static void write(List<Block> blocks, Path directory) throws IOException {
        for (Block block : blocks) {
            Path file = directory.resolve(block.name());
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.source());
        }
    }
}
