package io.dsd.k8s.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** Every setting of the Flink that this is built with, out of its own option classes. */
final class FlinkKeys {

  private static final List<Class<?>> JARS =
      List.of(
          Configuration.class, JobGraph.class, CliFrontend.class, KubernetesConfigOptions.class);

  /** Settings with a name of the user's in them, and those that file systems and reporters read. */
  private static final List<Pattern> OPEN =
      List.of(
          Pattern.compile("external-resource\\.[^.]+\\.kubernetes\\.config-key"),
          Pattern.compile(
              "metrics\\.reporter\\.[^.]+\\.(factory\\.class|interval|port|filterLabelValueCharacters|scope\\..+)"),
          Pattern.compile("containerized\\.(master|taskmanager)\\.env\\..+"),
          Pattern.compile("kubernetes\\.operator\\..+"),
          Pattern.compile("s3\\..+"));

  private final Map<String, ConfigOption<?>> options = new LinkedHashMap<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final List<Pattern> patterns = new ArrayList<>(OPEN);

  FlinkKeys() {
    JARS.forEach(this::scan);
  }

  /** Whether there is such a setting. */
  boolean has(String key) {
    return options.containsKey(key)
        || patterns.stream().anyMatch(each -> each.matcher(key).matches());
  }

  /** The setting of that name, if Flink says what values it takes. */
  Optional<ConfigOption<?>> find(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /** What a former name is called now. */
  Optional<String> renamed(String key) {
    return Optional.ofNullable(renamed.get(key));
  }

  /** All names. */
  List<String> names() {
    return List.copyOf(options.keySet());
  }

  private void scan(Class<?> inJar) {
    try {
      Path jar = Path.of(inJar.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile file = new JarFile(jar.toFile())) {
        List<String> names =
            file.stream()
                .map(JarEntry::getName)
                .filter(name -> name.startsWith("org/apache/flink/") && !name.contains("/shaded/"))
                .filter(name -> name.matches(".*Options(Internal)?\\.class"))
                .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
                .toList();
        for (String name : names) {
          read(Class.forName(name, false, inJar.getClassLoader()));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException | ReflectiveOperationException impossible) {
      throw new IllegalStateException(inJar + ": its options cannot be read", impossible);
    }
  }

  private void read(Class<?> type) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && Modifier.isPublic(field.getModifiers())
          && Modifier.isPublic(type.getModifiers())
          && ConfigOption.class.isAssignableFrom(field.getType())) {
        ConfigOption<?> option = (ConfigOption<?>) field.get(null);
        options.put(option.key(), option);
        if (option.key().contains("<")) {
          patterns.add(
              Pattern.compile(option.key().replace(".", "\\.").replaceAll("<[^>]*>", "[^.]+")));
        }
        for (FallbackKey former : option.fallbackKeys()) {
          renamed.put(former.getKey(), option.key());
        }
      }
    }
  }
}
