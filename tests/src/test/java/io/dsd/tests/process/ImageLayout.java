package io.dsd.tests.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders of the image below a directory of this machine: Flink's own, from the artifacts that
 * its distribution is made of, and what {@code k8s/Dockerfile} copies into them.
 *
 * @param root what is {@code /} in the image
 */
record ImageLayout(Path root) {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--\\S+ )*([^\\s$]+) (\\S+)$");

  static ImageLayout make(Path root) throws IOException {
    ImageLayout layout = new ImageLayout(root);
    for (String folder : List.of("usrlib", "plugins", "conf", "lib")) {
      Files.createDirectories(layout.flink(folder));
    }
    for (String each : FlinkDistribution.classPath().split(File.pathSeparator, -1)) {
      if (each.endsWith(".jar")) {
        copy(Path.of(each), layout.flink("lib"));
      }
    }
    List<MatchResult> copies =
        COPY.matcher(Files.readString(REPOSITORY.resolve("k8s/Dockerfile"))).results().toList();
    for (MatchResult copy : copies) {
      layout.copy(REPOSITORY.resolve(copy.group(1)), copy.group(2));
    }
    return layout;
  }

  /** Where a path of the image is on this machine. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** A folder of Flink. */
  Path flink(String folder) {
    return at("/opt/flink").resolve(folder);
  }

  /** The class path that Flink's scripts make of {@code lib/}: all jars by their names. */
  String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(flink("lib"))) {
      return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  private void copy(Path source, String target) throws IOException {
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.toList()) {
          copy(file, Files.createDirectories(at(target)));
        }
      }
    } else {
      copy(source, Files.createDirectories(at(target).getParent()));
    }
  }

  /** As a layer of an image does: what comes later is in the place of what had its name. */
  private static void copy(Path file, Path directory) throws IOException {
    Path link = directory.resolve(file.getFileName());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, file);
  }
}
