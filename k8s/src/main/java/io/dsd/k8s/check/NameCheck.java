package io.dsd.k8s.check;

import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names: what Kubernetes takes as one, and what Flink can still put a suffix to. */
final class NameCheck implements Check {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final Pattern CLUSTER = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final int LONGEST = 253;
  private static final int LONGEST_CLUSTER = 45;

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Manifest each : manifests.all()) {
      String name = each.name();
      boolean cluster = each.kind().equals("FlinkDeployment");
      Pattern pattern = cluster ? CLUSTER : NAME;
      int longest = cluster ? LONGEST_CLUSTER : LONGEST;
      if (!pattern.matcher(name).matches() || name.length() > longest) {
        problems.add(
            new Problem(
                each.title() + " metadata.name",
                "'%s' is not allowed; give at most %d lower-case letters, digits and '-'%s"
                    .formatted(name, longest, cluster ? ", a letter first" : "")));
      }
    }
    return problems;
  }
}
