package io.anyloop.benchmarks;

import java.util.List;
import java.util.Locale;

/// A picture of figures: a bar up to each median, and a line over its spread.
///
/// @param title what it is about, a line
/// @param panels one under the other
record BarChart(String title, List<Panel> panels) {
    private static final int WIDTH = 860;
    private static final int LABELS = 250;
    private static final int BARS = 400;
    private static final int BAR = 16;
    private static final int ROW = 26;
    private static final int HEAD = 44;
    private static final int TOP = 40;

    /// Bars with one scale.
    ///
    /// @param title what they tell, with the unit
    /// @param digits after the point
    /// @param bars from top to bottom
    record Panel(String title, int digits, List<Bar> bars) {
        int height() {
            return HEAD + bars.size() * ROW;
        }

        double most() {
            return bars.stream().mapToDouble(bar -> bar.samples().max()).max().orElse(1);
        }
    }

    /// One bar.
    ///
    /// @param label whose
    /// @param samples its figures
    record Bar(String label, Samples samples) {}

    /// The picture as SVG.
    String svg() {
        int height = TOP + panels.stream().mapToInt(Panel::height).sum();
        StringBuilder svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                """
                        .formatted(WIDTH, height, WIDTH, height));
        text(svg, 10, 24, "font-size=\"16\"", title);
        int top = TOP;
        for (Panel panel : panels) {
            draw(svg, panel, top);
            top += panel.height();
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, Panel panel, int top) {
        text(svg, 10, top + 24, "font-weight=\"bold\"", panel.title());
        double scale = panel.most() > 0 ? BARS / panel.most() : 0;
        int y = top + HEAD - BAR / 2;
        for (Bar bar : panel.bars()) {
            draw(svg, bar, panel.digits(), scale, y);
            y += ROW;
        }
    }

    private static void draw(StringBuilder svg, Bar bar, int digits, double scale, int y) {
        Samples samples = bar.samples();
        int middle = y + BAR / 2;
        text(svg, LABELS - 8, middle + 5, "text-anchor=\"end\"", bar.label());
        line(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#7aa6c2\"/>",
                LABELS,
                y,
                samples.median() * scale,
                BAR);
        line(
                svg,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222222\" stroke-width=\"2\"/>",
                LABELS + samples.min() * scale,
                middle,
                LABELS + samples.max() * scale,
                middle);
        text(svg, LABELS + BARS + 10, middle + 5, "", samples.text(digits));
    }

    private static void text(StringBuilder svg, int x, int y, String attributes, String text) {
        line(svg, "<text x=\"%d\" y=\"%d\" %s>%s</text>", x, y, attributes, escaped(text));
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
