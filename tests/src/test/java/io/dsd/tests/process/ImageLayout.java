package io.dsd.tests.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders of the image below a directory of this machine: Flink's own, and what {@code
 * k8s/Dockerfile} copies into them.
 *
 * @param root what is {@code /} in the image
 */
record ImageLayout(Path root) {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--\\S+ )*([^\\s$]+) (\\S+)$");

  static ImageLayout make(Path root) throws IOException {
    ImageLayout layout = new ImageLayout(root);
    Files.createDirectories(layout.at("/opt/flink/usrlib"));
    Path lib = Files.createDirectories(layout.at("/opt/flink/lib"));
    for (String each : FlinkDistribution.classPath().split(File.pathSeparator, -1)) {
      if (each.endsWith(".jar")) {
        link(Path.of(each), lib);
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

  private void copy(Path source, String target) throws IOException {
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.toList()) {
          link(file, Files.createDirectories(at(target)));
        }
      }
    } else {
      Files.createDirectories(at(target).getParent());
      Files.createSymbolicLink(at(target), source);
    }
  }

  private static void link(Path file, Path directory) throws IOException {
    Files.createSymbolicLink(directory.resolve(file.getFileName()), file);
  }
}
