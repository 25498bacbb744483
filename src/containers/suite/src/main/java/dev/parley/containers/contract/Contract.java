package dev.parley.containers.contract;

import dev.parley.containers.deploy.Container;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What our code knows of each container. Columns: the behaviour, then what is seen on the embedded server's Tyrus, on
 * Tomcat 11, Tomcat 10.1, Jetty 12.1 with EE 11 and with EE 10; {@code "} repeats the cell on the left.
 */
final class Contract {
    private static final String TABLE = """
            origin refused by the configurator      | 403                  | "                   | " | "                | "
            configurator throws                     | 500                  | "                   | " | "                | "
            absent header in getHeaders             | null                 | "                   | " | []               | "
            header values a,b and c                 | [a, b, c]            | [a,b, c]            | " | "                | "
            path parameters hold the query          | [name, q]            | [name]              | " | "                | "
            user properties of two handshakes       | apart                | "                   | " | "                | "
            request listener on handshake's thread  | none                 | seen                | " | "                | "
            own session in getOpenSessions          | true                 | false               | " | "                | "
            permessage-deflate by default           | not offered          | accepted            | " | "                | "
            idle timeout by default                 | -1                   | 0                   | " | 30000            | "
            text limit by default                   | 16777216             | 8192                | " | 65536            | "
            1 MiB of text in one frame, by parts    | in parts             | "                   | " | "                | "
            suspend and resume                      | no such method       | holds back          | " | no such method   | "
            message handler throws                  | error, open          | "                   | error, closed 1002 | error, closed 1003 | "
            concurrent asynchronous sends           | all sent             | throws IllegalStateException | " | all sent | "
            thread of the send handler              | inline               | another thread      | " | inline           | "
            sends pending at a reset                | all answered         | "                   | " | "                | "
            send timeout while peer does not read   | unanswered           | failed, open, no close event | " | failed, closed, close event | "
            sendPing(null)                          | sent                 | NullPointerException | " | sent            | "
            sendPing of 126 bytes                   | IllegalArgumentException | "               | " | "              | "
            buffer 10/20 after sendBinary           | 10/20                | 0/100               | " | 20/20            | "
            frames of a text of 20,000              | 1                    | 3                   | " | 1                | "
            asynchronous send after close           | throws RuntimeException | throws IllegalStateException | " | fails     | "
            event of a reset                        | 1006                 | error, 1006         | " | "                | "
            event of FIN without close              | 1006                 | error, 1006         | " | "                | "
            event of close without code             | 1000                 | "                   | " | 1005             | "
            event of close 1012                     | 1001                 | 1002                | " | 1012             | "
            event of own close, peer silent         | 4001                 | "                   | " | none             | "
            wire of own close                       | 4001                 | "                   | " | "                | "
            second close                            | IllegalStateException | quiet              | " | "                | "
            """;

    private static final List<Container> COLUMNS =
            List.of(Container.TYRUS, Container.TOMCAT, Container.TOMCAT10, Container.JETTY, Container.JETTY_EE10);

    private Contract() {}

    /** Returns the behaviours and what is expected of each on the container of this run. */
    static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        TABLE.lines().forEach(line -> {
            List<String> cells = new ArrayList<>(
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).equals("\"")) {
                    cells.set(i, cells.get(i - 1));
                }
            }
            int columns = 1 + COLUMNS.size();
            if (cells.size() != columns || rows.put(cells.get(0), cell(cells)) != null) {
                throw new IllegalStateException("a row has " + columns + " cells and a name of its own: " + line);
            }
        });
        return rows;
    }

    private static String cell(List<String> cells) {
        return cells.get(1 + COLUMNS.indexOf(Container.current()));
    }
}
