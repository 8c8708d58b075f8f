package io.nextclick.deploy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** Says whether Flink has a setting and can read its value. */
final class FlinkSettings {

    /** Settings of the operator and of reporters are not Flink's own. */
    private static final Pattern OF_OTHERS =
            Pattern.compile("kubernetes\\.operator\\..+|metrics\\.reporter\\..+|s3\\..+|env\\..+");

    private static final Map<String, ConfigOption<?>> OPTIONS = options();

    private FlinkSettings() {}

    /** What is wrong with settings. */
    static List<String> faults(Map<String, String> settings) {
        List<String> faults = new ArrayList<>();
        Configuration configuration = Configuration.fromMap(settings);
        settings.forEach(
                (key, value) -> {
                    ConfigOption<?> option = OPTIONS.get(key);
                    if (option == null) {
                        if (!OF_OTHERS.matcher(key).matches()) {
                            faults.add("Flink has no setting " + key);
                        }
                        return;
                    }
                    try {
                        configuration.get(option);
                    } catch (RuntimeException e) {
                        faults.add("Flink cannot read %s=%s".formatted(key, value));
                    }
                });
        return faults;
    }

    private static Map<String, ConfigOption<?>> options() {
        Map<String, ConfigOption<?>> options = new HashMap<>();
        collect(JobManagerOptions.class, options);
        collect(RocksDBOptions.class, options);
        return options;
    }

    /** The constants of all classes of options beside one in its jar. */
    private static void collect(Class<?> neighbour, Map<String, ConfigOption<?>> into) {
        String folder = neighbour.getPackageName().replace('.', '/') + '/';
        try {
            Path file =
                    Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (JarFile jar = new JarFile(file.toFile())) {
                for (JarEntry each : jar.stream().toList()) {
                    String name = each.getName();
                    if (name.startsWith(folder) && name.endsWith("Options.class")) {
                        constants(
                                Class.forName(
                                        name.replace(".class", "").replace('/', '.'),
                                        true,
                                        neighbour.getClassLoader()),
                                into);
                    }
                }
            }
        } catch (IOException | ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void constants(Class<?> type, Map<String, ConfigOption<?>> into)
            throws IllegalAccessException {
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && field.get(null) instanceof ConfigOption<?> option) {
                into.put(option.key(), option);
            }
        }
    }
}
