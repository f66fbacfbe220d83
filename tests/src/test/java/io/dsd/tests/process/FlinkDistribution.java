package io.dsd.tests.process;

import io.dsd.job.cluster.ClusterLibraries;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lies in {@code lib/} of a Flink installation that dsd was added to: Flink itself, from the
 * artifacts that its distribution is made of, and the folder that the build makes for it. The job's
 * jar is not in there.
 */
public final class FlinkDistribution {

  private static final Path ARTIFACT = Path.of("..", "job", "target", "dsd-job-dist");

  private FlinkDistribution() {}

  /** Whether the artifact has been built: by {@code mvn package}, not by {@code mvn test}. */
  public static boolean isBuilt() {
    return Files.isRegularFile(jobJar()) && Files.isDirectory(ARTIFACT.resolve("lib"));
  }

  /** The jar that is submitted. */
  public static Path jobJar() {
    return ARTIFACT.resolve("dsd-job.jar").toAbsolutePath().normalize();
  }

  /** The class path of job managers and task managers. */
  static String classPath() {
    return ClusterLibraries.classPath(System.getProperty("java.class.path"), jobJar());
  }
}
