package dev.skerry.cli.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The tests that ran, read from the reports that Surefire leaves. */
final class Surefire {
    /** One test that did not pass. */
    record Failure(String test, String message) {}

    /**
     * Tests of one module.
     *
     * @param took the sum over its classes; with tests in parallel more than the wall clock
     */
    record Suite(
            String module,
            int passed,
            int failed,
            int skipped,
            Duration took,
            List<Failure> failures) {}

    private static final int MESSAGE_LINES = 12;

    private Surefire() {}

    /** Reads the reports of one module written since then; older ones are of an earlier run. */
    static Suite read(Path root, String module, Instant since) throws IOException {
        Path folder = root.resolve(module).resolve("target/surefire-reports");
        List<Path> reports = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                reports =
                        files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                                .sorted()
                                .toList();
            }
        }
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        double seconds = 0;
        List<Failure> failures = new ArrayList<>();
        for (Path report : reports) {
            if (Files.getLastModifiedTime(report).toInstant().isBefore(since)) continue;
            Element suite = parse(report);
            seconds += number(suite.getAttribute("time"));
            NodeList cases = suite.getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                Element problem = first(test, "failure", "error");
                if (problem != null) {
                    failed++;
                    failures.add(new Failure(name(test), message(problem)));
                } else if (first(test, "skipped") != null) {
                    skipped++;
                } else {
                    passed++;
                }
            }
        }
        Duration took = Duration.ofMillis((long) (seconds * 1000));
        return new Suite(module, passed, failed, skipped, took, List.copyOf(failures));
    }

    private static String name(Element test) {
        String type = test.getAttribute("classname");
        return type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    }

    private static String message(Element problem) {
        String text = problem.getTextContent().strip();
        if (text.isEmpty()) text = problem.getAttribute("message");
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(0, Math.min(MESSAGE_LINES, lines.size())));
    }

    private static Element first(Element test, String... names) {
        for (String name : names) {
            if (test.getElementsByTagName(name).item(0) instanceof Element element) return element;
        }
        return null;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.replace(",", ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Element parse(Path report) throws IOException {
        try (var in = Files.newInputStream(report)) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // else it writes to standard error itself
            return builder.parse(in).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(
                    "cannot read the test report " + report + ": " + e.getMessage(), e);
        }
    }
}
