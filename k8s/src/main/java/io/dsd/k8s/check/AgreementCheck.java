package io.dsd.k8s.check;

import io.dsd.job.options.Options;
import io.dsd.k8s.manifest.Manifest;
import io.dsd.k8s.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/** What the job's settings and objects beside it must agree on. */
final class AgreementCheck implements Check {

  private static final String SEGMENT = "taskmanager.memory.segment-size";

  @Override
  public List<Problem> problems(Manifests manifests) {
    List<Problem> problems = new ArrayList<>();
    for (Options options : JobOptions.in(manifests)) {
      manifests
          .ofKind("FlinkDeployment")
          .forEach(deployment -> checkSegments(deployment, options, problems));
      manifests
          .ofKind("PodDisruptionBudget")
          .forEach(budget -> checkBudget(budget, options, problems));
    }
    return problems;
  }

  private static void checkSegments(Manifest deployment, Options options, List<Problem> problems) {
    if (!options.network().isKnown()) {
      return;
    }
    String stated = deployment.setting(SEGMENT).orElse("32kb");
    if (!MemorySize.parse(stated).equals(options.network().segmentSize())) {
      problems.add(
          new Problem(
              deployment.title() + " spec.flinkConfiguration." + SEGMENT,
              "'%s' is not what dsd.yaml has as network.segment-size, %s; give both one value"
                  .formatted(stated, options.network().segmentSize())));
    }
  }

  private static void checkBudget(Manifest budget, Options options, List<Problem> problems) {
    int taskManagers = options.slices().count() * options.parallelism();
    int least = budget.content().at("/spec/minAvailable").asInt(-1);
    if (least != taskManagers - 1) {
      problems.add(
          new Problem(
              budget.title() + " spec.minAvailable",
              "%s is not one less than the job's %d task managers (slices times parallelism); give %d, so that nodes can be drained one at a time"
                  .formatted(
                      least < 0 ? "what is given" : "'" + least + "'",
                      taskManagers,
                      taskManagers - 1)));
    }
  }
}
