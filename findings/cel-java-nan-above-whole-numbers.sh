#!/bin/sh
# dev.cel:cel 0.14.0 (CEL for Java): a double that is NaN compares as larger than every whole number, and as neither
# larger nor smaller than any double. So `x > 20` is true and `x > 20.0` is false for the same x, and a condition on an
# unknown number changes its meaning with the way its literal is written. IEEE 754 and the same library's comparison of
# two doubles say false for both.
#
# Seen with 0.14.0:
#   x > 20: true
#   x > 20.0: false
#   x < 20: false
#   x < 20.0: false
#
# Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17 or later, Maven and the public repository.
set -eu
VERSION=0.14.0
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cat > "$DIR/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>dev.cel</groupId><artifactId>cel</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

public class Finding {
    public static void main(String[] args) throws Exception {
        CelOptions options = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
        CelCompiler compiler =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .addVar("x", SimpleType.DOUBLE)
                        .build();
        CelRuntime runtime =
                CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(options).build();
        for (String text : new String[] {"x > 20", "x > 20.0", "x < 20", "x < 20.0"}) {
            Object result =
                    runtime.createProgram(compiler.compile(text).getAst())
                            .eval(Map.of("x", Double.NaN));
            System.out.println(text + ": " + result);
        }
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
SEEN=$(cd "$DIR" && java -cp "$(cat cp.txt)" Finding.java)
echo "$SEEN"
EXPECTED='x > 20: true
x > 20.0: false
x < 20: false
x < 20.0: false'
[ "$SEEN" = "$EXPECTED" ]
