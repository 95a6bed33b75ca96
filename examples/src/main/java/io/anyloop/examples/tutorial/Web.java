package io.anyloop.examples.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// Where pages come from: the network, or in a test a table.
// @start region="web"
interface Web {
    Pattern LINK = Pattern.compile("href=\"([^\"#]+)");

    String fetch(URI page) throws IOException;

    static String fromNetwork(URI page) throws IOException {
        try (var in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static List<URI> links(URI page, String text) {
        return LINK.matcher(text).results().map(link -> page.resolve(link.group(1))).toList();
    }
}
// @end
