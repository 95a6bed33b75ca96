import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Asks OSV (https://osv.dev) what is known against each component of a list in CycloneDX's form, by its name and version: `java
/// .ci/Osv.java bom.json`. The variable ANYLOOP_OSV names another place that answers as it does.
///
/// Ends with 0 if nothing is known, 1 if something is, 3 if that could not be asked.
final class Osv {
    private static final String PLACE =
            System.getenv().getOrDefault("ANYLOOP_OSV", "https://api.osv.dev");
    private static final Pattern COMPONENT = Pattern.compile("\"purl\" *: *\"(pkg:maven/[^\"?]+)");
    private static final Pattern KNOWN = Pattern.compile("\"id\" *: *\"([A-Z]+-[^\"]+)\"");

    private Osv() {}

    static void main(String[] args) throws IOException, InterruptedException {
        var components = new TreeSet<String>();
        COMPONENT.matcher(Files.readString(Path.of(args[0])))
                .results()
                .map(found -> found.group(1))
                .filter(purl -> !purl.startsWith("pkg:maven/io.anyloop/"))
                .forEach(components::add);
        int bad = 0;
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build()) {
            for (String component : components) {
                bad += tell(component, ask(client, component)) ? 1 : 0;
            }
        } catch (IOException e) {
            IO.println(
                    "Known vulnerabilities: NOT checked, for %s cannot be asked from here (%s). The list for other scanners: %s"
                            .formatted(PLACE, e, args[0]));
            System.exit(3);
        }
        IO.println(
                "Known vulnerabilities: %d of %d components have some."
                        .formatted(bad, components.size()));
        System.exit(bad == 0 ? 0 : 1);
    }

    private static String ask(HttpClient client, String component)
            throws IOException, InterruptedException {
        var question =
                HttpRequest.newBuilder(URI.create(PLACE + "/v1/query"))
                        .timeout(Duration.ofSeconds(60))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"package\":{\"purl\":\"" + component + "\"}}"))
                        .build();
        var answer = client.send(question, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static boolean tell(String component, String answer) {
        var known = new TreeSet<String>();
        KNOWN.matcher(answer).results().forEach(found -> known.add(found.group(1)));
        known.forEach(id -> IO.println(component + ": https://osv.dev/vulnerability/" + id));
        return !known.isEmpty();
    }
}
