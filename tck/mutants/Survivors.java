import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Reads what PIT found, and says which mutants the contract lets pass that docs/mutants.md does not argue:
///
///     java Survivors.java NAME mutations.xml docs/mutants.md folder-of-sources
///
/// Ends with 1 if there is one. A row of the page argues for all mutants of one kind in one line of a method, as it
/// stands in the source; what is printed is such a row without its reason.
final class Survivors {
    /// @param place the class and the method
    private record Key(String place, String line, String kind) {}

    private record Mutant(Key key, String file, int number, String status, String what) {
        /// The contract says no, by the name of a case. What PIT had to end itself would hang the run of whoever uses the contract.
        boolean isKilled() {
            return status.equals("KILLED");
        }

        @Override
        public String toString() {
            return "  %s, %s:%d, %s: | %s | `%s` | %s | |".formatted(status, file, number, what, key.place, key.line.replace("|", "\\|"), key.kind);
        }
    }

    private Survivors() {}

    public static void main(String... arguments) throws Exception {
        Set<Key> argued = argued(Path.of(arguments[2]));
        List<Mutant> mutants = mutants(Path.of(arguments[1]), Path.of(arguments[3]));
        List<Mutant> alive = mutants.stream().filter(mutant -> !mutant.isKilled()).toList();
        List<Mutant> news = alive.stream().filter(mutant -> !argued.contains(mutant.key)).toList();
        long killed = mutants.size() - alive.size();
        System.out.printf(
                "%s: %d mutants, %d killed (%.1f %%), %d pass and are argued in docs/mutants.md, %d pass%n",
                arguments[0], mutants.size(), killed, 100.0 * killed / mutants.size(), alive.size() - news.size(), news.size());
        news.forEach(System.out::println);
        if (!news.isEmpty()) {
            System.exit(1);
        }
    }

    private static List<Mutant> mutants(Path report, Path sources) throws Exception {
        var mutants = new ArrayList<Mutant>();
        var found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getElementsByTagName("mutation");
        for (int i = 0; i < found.getLength(); i++) {
            var mutation = (Element) found.item(i);
            String type = text(mutation, "mutatedClass");
            String file = text(mutation, "sourceFile");
            int number = Integer.parseInt(text(mutation, "lineNumber"));
            Path source = sources.resolve(type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/')).resolve(file);
            String line = Files.readAllLines(source).get(number - 1).strip();
            String mutator = text(mutation, "mutator");
            String kind = mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", "");
            String place = type.substring(type.lastIndexOf('.') + 1) + "." + text(mutation, "mutatedMethod");
            var key = new Key(place, line, kind);
            mutants.add(new Mutant(key, file, number, mutation.getAttribute("status"), text(mutation, "description")));
        }
        return mutants;
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent();
    }

    /// The rows `| place | line | kind | why |` of the page, where they have all four.
    private static Set<Key> argued(Path page) throws IOException {
        var argued = new HashSet<Key>();
        for (String line : Files.readAllLines(page)) {
            String[] cells = line.split("(?<!\\\\)\\|");
            if (cells.length >= 5 && !cells[4].isBlank()) {
                argued.add(new Key(plain(cells[1]), plain(cells[2]), plain(cells[3])));
            }
        }
        return argued;
    }

    private static String plain(String cell) {
        return cell.strip().replaceAll("^`+ ?| ?`+$", "").replace("\\|", "|");
    }
}
