package io.dsd.k8s.check;

import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;

/** What the operator's own classes and validator say of FlinkDeployments; see {@link Operator}. */
final class OperatorCheck implements Check {

  private static final String VERSION = "v2_2";

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Manifest each : manifests.ofKind("FlinkDeployment")) {
      String version = each.content().at("/spec/flinkVersion").asText();
      if (!version.equals(VERSION)) {
        problems.add(
            new Problem(
                each.title() + " spec.flinkVersion",
                "'%s' is not allowed; give %s, the Flink that dsd is built for"
                    .formatted(version, VERSION)));
      }
      Operator.instance()
          .problems(each)
          .forEach(
              message -> problems.add(new Problem(each.title(), "the operator says: " + message)));
    }
    return problems;
  }
}
