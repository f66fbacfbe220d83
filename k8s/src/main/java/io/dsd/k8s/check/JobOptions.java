package io.dsd.k8s.check;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.List;
import java.util.Optional;

/** The job's settings among manifests. */
final class JobOptions {

  static final String FILE = "dsd.yaml";

  private JobOptions() {}

  /** The config maps that hold them. */
  static List<Manifest> maps(Manifests manifests) {
    return manifests.ofKind("ConfigMap").stream()
        .filter(each -> each.content().path("data").has(FILE))
        .toList();
  }

  /**
   * The settings of one.
   *
   * @throws OptionsException if the job would refuse them
   */
  static Options read(Manifest map) {
    return OptionsReader.parse(FILE, map.content().path("data").path(FILE).asText());
  }

  /** Those that the job takes; {@link JobOptionsCheck} says what is wrong with the others. */
  static List<Options> in(Manifests manifests) {
    return maps(manifests).stream().flatMap(map -> readable(map).stream()).toList();
  }

  private static Optional<Options> readable(Manifest map) {
    try {
      return Optional.of(read(map));
    } catch (OptionsException refused) {
      return Optional.empty();
    }
  }
}
