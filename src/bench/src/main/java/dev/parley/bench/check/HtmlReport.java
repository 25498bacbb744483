package dev.parley.bench.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** An outcome as one self-contained page: the text, and a plot of latency by percentile. */
final class HtmlReport {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int BOTTOM = 40;
    private static final double MOST_NINES = 5; // 99.999 %

    private HtmlReport() {}

    static void write(Outcome outcome, Path file) throws IOException {
        Files.writeString(file, of(outcome));
    }

    static String of(Outcome outcome) {
        StringWriter text = new StringWriter();
        TextReport.print(outcome, new PrintWriter(text));
        String title = "Parley check: " + escape(outcome.server());
        return "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>" + title + "</title>\n<style>"
                + "body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}"
                + "pre{overflow-x:auto}text{font:12px system-ui,sans-serif}svg{max-width:100%}"
                + "</style>\n<h1>" + title + "</h1>\n<p><strong>"
                + (outcome.isRight() ? "All guarantees held." : "Guarantees were broken.") + "</strong></p>\n"
                + plot(
                        "Latency of deliveries to undisturbed readers",
                        outcome.tally().live())
                + plot("Time to recover a connection", outcome.tally().recovery())
                + "<pre>" + escape(text.toString()) + "</pre>\n</html>\n";
    }

    /** Percentiles to the right, by nines, and milliseconds upwards, by powers of ten. */
    private static String plot(String title, Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return "";
        }
        double most = Math.max(1, Math.ceil(Math.log10(histogram.getMaxValue() / 1e4))); // decades above 10 us
        StringBuilder svg = new StringBuilder("<h2>" + title + "</h2>\n<svg viewBox=\"0 0 " + (WIDTH + 20) + " "
                + (HEIGHT + BOTTOM) + "\" role=\"img\" aria-label=\"" + title + "\">\n");
        for (int decade = 0; decade <= most; decade++) {
            double y = HEIGHT - HEIGHT * decade / most;
            line(svg, LEFT, y, WIDTH, y);
            label(
                    svg,
                    0,
                    y + 4,
                    decade < 2 ? "0." + "0".repeat(1 - decade) + "1 ms" : "1" + "0".repeat(decade - 2) + " ms");
        }
        for (int nines = 0; nines <= MOST_NINES; nines++) {
            double x = x(nines);
            line(svg, x, 0, x, HEIGHT);
            label(
                    svg,
                    x - 15,
                    HEIGHT + 20,
                    nines == 0
                            ? "0 %"
                            : nines == 1 ? "90 %" : "99" + (nines == 2 ? "" : "." + "9".repeat(nines - 2)) + " %");
        }
        svg.append("<polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" points=\"");
        for (double nines = 0; nines <= MOST_NINES; nines += 0.05) {
            double value = histogram.getValueAtPercentile(100 - Math.pow(10, 2 - nines));
            double y = HEIGHT - HEIGHT * Math.max(0, Math.log10(Math.max(value, 1e4) / 1e4)) / most;
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nines), y));
        }
        return svg.append("\"/>\n</svg>\n").toString();
    }

    private static double x(double nines) {
        return LEFT + (WIDTH - LEFT) * nines / MOST_NINES;
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\" stroke-opacity=\".2\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void label(StringBuilder svg, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"currentColor\">%s</text>%n", x, y, text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
