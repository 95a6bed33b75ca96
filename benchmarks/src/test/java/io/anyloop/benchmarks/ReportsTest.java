package io.anyloop.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// How figures are put together and written down.
class ReportsTest {

    @Test
    void ratiosAreThoseOfTheRounds() {
        Scores scores = new Scores();
        for (double[] round : new double[][] {{10, 20}, {30, 30}, {5, 50}}) {
            scores.add("ours", "peak", round[0]);
            scores.add("peer", "peak", round[1]);
        }
        Samples ratio = scores.ratio("ours", "peer", "peak");
        assertEquals(0.5, ratio.median());
        assertEquals("0.50 (0.10-1.00)", ratio.text(2));
        assertEquals(10, scores.of("ours", "peak").median());
        assertThrows(IllegalArgumentException.class, () -> scores.of("ours", "p99"));
    }

    @Test
    void eachContenderBeginsARound() {
        List<String> all = List.of("a", "b", "c");
        assertEquals(List.of("a", "b", "c"), Rounds.inTurns(all, 0));
        assertEquals(List.of("b", "c", "a"), Rounds.inTurns(all, 1));
        assertEquals(List.of("c", "a", "b"), Rounds.inTurns(all, 2));
        assertEquals(List.of("a", "b", "c"), Rounds.inTurns(all, 3));
    }

    @Test
    void roundsGiveEachContenderOneTurn() throws Exception {
        List<String> turns = new ArrayList<>();
        new Rounds(2, true).run(List.of("a", "b"), turns::add);
        assertEquals(List.of("a", "b", "b", "a"), turns);
    }

    @Test
    void quickRunsSaySo() {
        assertTrue(Rounds.of(true).note().startsWith("Quick: 3 "), Rounds.of(true)::note);
        assertEquals("Median (least-most) of 15 rounds.", Rounds.of(false).note());
    }

    @Test
    void jsonOfAllKinds() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a \"b\" \\ \n \u0001");
        map.put("numbers", List.of(1, 2.5));
        map.put("truth", true);
        map.put("nothing", null);
        map.put("empty", Map.of());
        assertEquals(
                """
                {
                  "text": "a \\"b\\" \\\\ \\n \\u0001",
                  "numbers": [
                    1,
                    2.5
                  ],
                  "truth": true,
                  "nothing": null,
                  "empty": {}
                }
                """,
                Json.text(map));
    }

    @Test
    void jsonRefusesWhatItCannotSay() {
        assertThrows(IllegalArgumentException.class, () -> Json.text(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.text(new Object()));
    }

    @Test
    void samplesBecomeJson() {
        assertEquals(
                Map.of("median", 2.0, "least", 1.0, "most", 3.0, "samples", List.of(3.0, 1.0, 2.0)),
                new Samples(3, 1, 2).json());
    }

    @Test
    void aChartIsXmlWithABarAndASpreadForEach() throws Exception {
        Panel panel =
                new Panel(
                        "a < b & c",
                        1,
                        List.of(
                                new Bar("half", new Samples(40, 50, 60)),
                                new Bar("whole", new Samples(100))));
        Document svg = parse(new BarChart("title", List.of(panel, panel)).svg());
        assertEquals("svg", svg.getDocumentElement().getLocalName());
        // The background, and two bars in each panel.
        assertEquals(5, svg.getElementsByTagName("rect").getLength());
        assertEquals(4, svg.getElementsByTagName("line").getLength());
        double half = width(svg, 1);
        assertEquals(width(svg, 2) / 2, half, 0.1);
        assertTrue(svg.getDocumentElement().getTextContent().contains("a < b & c"));
        assertTrue(svg.getDocumentElement().getTextContent().contains("50.0 (40.0-60.0)"));
    }

    @Test
    void aChartOfNothingButZerosIsStillOne() throws Exception {
        Panel panel = new Panel("zero", 0, List.of(new Bar("none", new Samples(0))));
        assertEquals(0, width(parse(new BarChart("title", List.of(panel)).svg()), 1));
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static double width(Document svg, int rectangle) {
        Element bar = (Element) svg.getElementsByTagName("rect").item(rectangle);
        return Double.parseDouble(bar.getAttribute("width"));
    }
}
