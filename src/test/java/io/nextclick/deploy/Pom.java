package io.nextclick.deploy;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * What {@code pom.xml} says of what is deployed.
 *
 * @param version of the product
 * @param flink version of Flink
 * @param kafka version of Kafka
 * @param registry version of the schema registry of the tests
 * @param java version of Java
 * @param mainClass of the job jar
 * @param jar path of the job jar from the repository's root
 */
record Pom(
        String version,
        String flink,
        String kafka,
        String registry,
        String java,
        String mainClass,
        String jar) {

    static Pom read() throws Exception {
        Document pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("pom.xml").toFile());
        String version = text(pom, "/project/version");
        return new Pom(
                version,
                property(pom, "flink.version"),
                property(pom, "kafka.version"),
                property(pom, "apicurio.version"),
                property(pom, "maven.compiler.release"),
                text(pom, "//plugin[artifactId='maven-shade-plugin']//mainClass"),
                "target/%s-%s-%s.jar"
                        .formatted(
                                text(pom, "/project/artifactId"),
                                version,
                                text(pom, "//shadedClassifierName")));
    }

    /** Flink's version as the operator writes it: {@code v2_2}. */
    String flinkOfOperator() {
        String[] parts = flink.split("\\.", -1);
        return "v" + parts[0] + "_" + parts[1];
    }

    private static String property(Document pom, String name) throws Exception {
        return text(pom, "/project/properties/*[name()='" + name + "']");
    }

    private static String text(Document pom, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String text = xpath.evaluate(path, pom).strip();
        if (text.isEmpty()) {
            throw new IllegalStateException("pom.xml has no " + path);
        }
        return text;
    }
}
