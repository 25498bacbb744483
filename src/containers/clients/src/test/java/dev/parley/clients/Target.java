package dev.parley.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A server that the clients are tried on. Its heartbeat is quick, so that nobody waits 20 s for a Ping. */
enum Target {
    /** The embedded server, from its executable jar. */
    EMBEDDED {
        @Override
        Running start() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(JAVA, "-Dparley.exitWithParent=true");
            builder.command().addAll(QUICK_HEARTBEAT);
            builder.command()
                    .addAll(List.of(
                            "-jar",
                            Checkout.of("src/server/target/parley-server.jar").toString(),
                            "--port",
                            "0"));
            return start(builder, Pattern.compile("listening on (http://\\S+)"), found -> URI.create(found.group(1)));
        }
    },

    /** A stock Tomcat with the WAR in its {@code webapps}; only the ports of its configuration are changed. */
    TOMCAT {
        @Override
        Running start() throws IOException, InterruptedException {
            Path home = Checkout.scratch("tomcat");
            Path base = Checkout.scratch("tomcat-base");
            Files.createDirectories(base.resolve("logs"));
            Files.createDirectories(base.resolve("temp"));
            Path conf = Files.createDirectories(base.resolve("conf"));
            for (String file : List.of("web.xml", "tomcat-users.xml", "logging.properties")) {
                Files.copy(home.resolve("conf").resolve(file), conf.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(conf.resolve("server.xml"), freePorts(Files.readString(home.resolve("conf/server.xml"))));
            Path webapps = Files.createDirectories(base.resolve("webapps"));
            Files.copy(
                    Checkout.of("webapp/target/parley.war"),
                    webapps.resolve("parley.war"),
                    StandardCopyOption.REPLACE_EXISTING);
            ProcessBuilder builder = new ProcessBuilder(
                    JAVA,
                    "-Dcatalina.home=" + home,
                    "-Dcatalina.base=" + base,
                    "-Djava.io.tmpdir=" + base.resolve("temp"),
                    "-cp",
                    home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"));
            builder.command().addAll(QUICK_HEARTBEAT);
            builder.command().addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
            Pattern up = Pattern.compile("(?s)http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+).*Server startup in");
            return start(builder, up, found -> URI.create("http://127.0.0.1:" + found.group(1) + "/parley/"));
        }

        private String freePorts(String stock) {
            String changed = stock.replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                    .replace("<Connector port=\"8080\"", "<Connector port=\"0\" address=\"127.0.0.1\"");
            if (!changed.contains("port=\"-1\"") || !changed.contains("port=\"0\" address")) {
                throw new IllegalStateException("the stock server.xml is not as it was");
            }
            return changed;
        }
    };

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> QUICK_HEARTBEAT =
            List.of("-Dparley.heartbeat.interval=300ms", "-Dparley.heartbeat.timeout=10s");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** A started server and the address of its root, which ends in a slash. */
    record Running(ServerProcess process, URI base) {
        /** Returns the address of a page. */
        String page(String path) {
            return base.resolve(path).toString();
        }

        /** Returns the address of the root for WebSocket clients, without a slash at its end, as people write it. */
        String ws() {
            return ("ws" + base.toString().substring("http".length())).replaceAll("/$", "");
        }
    }

    private interface Address {
        URI of(MatchResult found);
    }

    abstract Running start() throws IOException, InterruptedException;

    Running start(ProcessBuilder builder, Pattern up, Address address) throws IOException, InterruptedException {
        ServerProcess process =
                new ServerProcess(builder, up, Checkout.scratch("logs").resolve(name() + ".log"));
        return new Running(process, address.of(process.awaitReady(START_LIMIT)));
    }
}
