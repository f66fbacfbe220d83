package io.dsd.job.cluster;

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
public final class ClusterLibraries {

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

  private ClusterLibraries() {}

  /**
   * The class path of job managers and task managers.
   *
   * @param own a class path with Flink's artifacts on it, as in a Maven repository
   * @param jobJar the job's jar, with {@code lib/} beside it
   * @throws ClusterException if they have not been built
   */
  public static String classPath(String own, Path jobJar) {
    Path lib = jobJar.toAbsolutePath().normalize().resolveSibling("lib");
    if (!Files.isDirectory(lib)) {
      throw new ClusterException(
          lib
              + ": the libraries for clusters are not there; build them with mvn -DskipTests -pl job -am package");
    }
    Stream<String> flink =
        Arrays.stream(own.split(File.pathSeparator))
            .filter(jar -> GROUPS.stream().anyMatch(jar::contains))
            .filter(jar -> CONNECTORS.stream().noneMatch(jar::contains));
    return Stream.concat(flink, Stream.of(lib.resolve("*").toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
