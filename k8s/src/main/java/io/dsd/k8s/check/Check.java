package io.dsd.k8s.check;

import io.dsd.k8s.manifest.Manifests;
import java.util.List;

/** One view of what is wrong with manifests. */
public interface Check {

  /** Everything that this view finds. */
  List<Problem> problems(Manifests manifests);

  /** All checks that need nothing but the manifests. */
  static List<Check> all() {
    return List.of(
        new NameCheck(),
        new SchemaCheck(),
        new FlinkKeysCheck(),
        new OperatorCheck(),
        new JobOptionsCheck(),
        new AgreementCheck(),
        new SlicesCheck(),
        new GpuCheck());
  }
}
