package io.dsd.tests.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lies in {@code lib/} of a Flink installation that dsd was added to: Flink itself, from the
 * artifacts that its distribution is made of, and the folder that the build makes for it. The job's
 * jar is not in there.
 */
final class FlinkDistribution {

  private static final Path ARTIFACT = Path.of("..", "job", "target", "dsd-job-dist");

  /** The groups of Flink's distribution, as directories of a Maven repository. */
  private static final List<String> GROUPS =
      List.of(
          "/org/apache/flink/",
          "/org/apache/commons/",
          "/commons-",
          "/org/apache/logging/log4j/",
          "/org/slf4j/",
          "/com/esotericsoftware/",
          "/org/javassist/",
          "/org/objenesis/",
          "/org/snakeyaml/");

  private static final List<String> CONNECTORS =
      List.of("/flink-connector-kafka/", "/flink-connector-base/");

  private FlinkDistribution() {}

  /** Whether the artifact has been built: by {@code mvn package}, not by {@code mvn test}. */
  static boolean isBuilt() {
    return Files.isRegularFile(jobJar()) && Files.isDirectory(ARTIFACT.resolve("lib"));
  }

  /** The jar that is submitted. */
  static Path jobJar() {
    return ARTIFACT.resolve("dsd-job.jar").toAbsolutePath().normalize();
  }

  /** The class path of job managers and task managers. */
  static String classPath() {
    Stream<String> flink =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> GROUPS.stream().anyMatch(jar::contains))
            .filter(jar -> CONNECTORS.stream().noneMatch(jar::contains));
    Path lib = ARTIFACT.resolve("lib").toAbsolutePath().normalize();
    return Stream.concat(flink, Stream.of(lib.resolve("*").toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
