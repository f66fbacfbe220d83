package io.dsd.k8s.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.ManifestException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The operator's own code, in a class loader of its own with the older Flink that it was built for.
 *
 * <p>The newest of it on Maven Central knows no Flink 2, so it gets a copy of a deployment with
 * {@value #KNOWN} as {@code flinkVersion}, and with the two directories of checkpoints under the
 * names that they had then as well. What it says of everything else is what a newer one says.
 */
final class Operator {

  /** The newest Flink that the newest of its validators on Maven Central knows. */
  static final String KNOWN = "v1_19";

  private static final Map<String, String> FORMER =
      Map.of(
          "execution.checkpointing.dir", "state.checkpoints.dir",
          "execution.checkpointing.savepoint-dir", "state.savepoints.dir");

  private static final Operator INSTANCE = new Operator();

  private final Function<String, List<String>> validation;
  private final Function<String, Map<String, String>> configuration;
  private final Function<String, String> taskManagers;

  private Operator() {
    ClassLoader loader = loader();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      validation = make(loader, "io.dsd.k8s.operator.OperatorValidation");
      configuration = make(loader, "io.dsd.k8s.operator.OperatorConfiguration");
      taskManagers = make(loader, "io.dsd.k8s.operator.OperatorTaskManagers");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static Operator instance() {
    return INSTANCE;
  }

  /** What its validator has against a FlinkDeployment. */
  List<String> problems(Manifest deployment) {
    return validation.apply(known(deployment));
  }

  /** The Flink configuration that it starts clusters with. */
  Map<String, String> configuration(Manifest deployment) {
    return configuration.apply(known(deployment));
  }

  /** The Deployment of task managers that it makes in its standalone mode, as JSON. */
  String taskManagers(Manifest deployment) {
    return taskManagers.apply(known(deployment));
  }

  private static String known(Manifest deployment) {
    ObjectNode copy = deployment.content().deepCopy();
    if (copy.path("spec") instanceof ObjectNode spec) {
      spec.put("flinkVersion", KNOWN);
      if (spec.path("flinkConfiguration") instanceof ObjectNode configuration) {
        FORMER.forEach(
            (now, then) -> {
              if (configuration.has(now)) {
                configuration.set(then, configuration.get(now));
              }
            });
      }
    }
    if (copy.path("metadata") instanceof ObjectNode metadata && !metadata.has("namespace")) {
      metadata.put("namespace", "default");
    }
    return copy.toString();
  }

  @SuppressWarnings("unchecked")
  private static <T> Function<String, T> make(ClassLoader loader, String name) {
    try {
      return (Function<String, T>) loader.loadClass(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException(name + " cannot be made", broken);
    }
  }

  private static ClassLoader loader() {
    Path target = Path.of(System.getProperty("dsd.k8s.home", "."), "operator", "target");
    Path list = target.resolve("operator.classpath");
    try {
      List<URL> urls = new ArrayList<>();
      urls.add(target.resolve("classes").toUri().toURL());
      for (String each :
          (Iterable<String>)
              Stream.of(Files.readString(list).strip().split(File.pathSeparator))::iterator) {
        urls.add(Path.of(each).toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    } catch (IOException missing) {
      throw new ManifestException(
          list.toAbsolutePath() + ": missing; mvn -pl k8s/operator process-classes makes it",
          missing);
    }
  }
}
