package dev.parley.conformance.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Files that the user named to be read: one that cannot be is wrong usage, said in one line. Stateless. */
final class Named {
    private Named() {}

    /** Reads a file in some way. */
    interface Reading<T> {
        T read(Path file) throws IOException;
    }

    /** What {@code reading} makes of the file; {@code role} says in a message what the file is for. */
    static <T> T file(CommandLine command, String role, Path file, Reading<T> reading) {
        try {
            return reading.read(file);
        } catch (NoSuchFileException e) {
            throw new ParameterException(command, role + ": no such file: " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            throw new ParameterException(command, role + ": not allowed to read " + e.getFile(), e);
        } catch (CharacterCodingException e) {
            throw new ParameterException(command, role + ": " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            String problem = Files.isDirectory(file) ? file + " is a directory" : String.valueOf(e.getMessage());
            throw new ParameterException(command, role + ": " + problem, e);
        }
    }
}
