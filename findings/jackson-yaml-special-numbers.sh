#!/bin/sh
# com.fasterxml.jackson.dataformat:jackson-dataformat-yaml 2.21.8: the numbers that YAML writes as `.nan`, `.inf` and
# `-.inf` (core schema, YAML 1.1 and 1.2) end the whole document with "Malformed numeric value", whatever the field is
# read as: the scanner takes what begins with a point for a decimal number. As texts, in quotes, they can be read. A
# number too large for a double is no error: `1e999` is read as infinity.
#
# Seen with 2.21.8:
#   .nan: JsonParseException
#   .inf: JsonParseException
#   -.inf: JsonParseException
#   '.nan': STRING .nan
#   .5: NUMBER 0.5
#   1e999: NUMBER Infinity
#
# Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17 or later, Maven and the public repository.
set -eu
VERSION=2.21.8
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cat > "$DIR/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.fasterxml.jackson.dataformat</groupId>
      <artifactId>jackson-dataformat-yaml</artifactId>
      <version>$VERSION</version>
    </dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

public class Finding {
    public static void main(String[] args) {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        for (String text : new String[] {".nan", ".inf", "-.inf", "'.nan'", ".5", "1e999"}) {
            String seen;
            try {
                JsonNode value = yaml.readTree("share: " + text + "\n").path("share");
                seen = value.getNodeType() + " " + value.asText();
            } catch (JsonProcessingException e) {
                seen = e.getClass().getSimpleName();
            }
            System.out.println(text + ": " + seen);
        }
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
SEEN=$(cd "$DIR" && java -cp "$(cat cp.txt)" Finding.java)
echo "$SEEN"
EXPECTED=".nan: JsonParseException
.inf: JsonParseException
-.inf: JsonParseException
'.nan': STRING .nan
.5: NUMBER 0.5
1e999: NUMBER Infinity"
[ "$SEEN" = "$EXPECTED" ]
