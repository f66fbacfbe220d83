package io.dsd.k8s.render;

import io.dsd.job.options.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The task managers of one slice in one region.
 *
 * @param slice from 0 on
 * @param region the value of the nodes' label
 * @param replicas how many
 */
record TaskManagers(int slice, String region, int replicas) {

  static final String REGION_LABEL = "topology.kubernetes.io/region";

  /** One for every slice: slices that follow each other share a region. */
  static List<TaskManagers> of(Options options, List<String> regions) {
    if (regions.isEmpty()) {
      return List.of();
    }
    int slices = options.slices().count();
    return IntStream.range(0, slices)
        .mapToObj(
            slice ->
                new TaskManagers(
                    slice, regions.get(slice * regions.size() / slices), options.parallelism()))
        .toList();
  }

  /** Where its part of the overlay lies. */
  String folder() {
    return "slice-%d-%s".formatted(slice, region);
  }

  /** The name of the external resource that its task managers declare. */
  String resource() {
    return "slice" + slice;
  }

  /** What it adds to the task managers at {@code base}. */
  String kustomization(Path base, boolean gpu) {
    return """
    # Slice %d in %s.
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources:
      - %s
    nameSuffix: -%d-%s
    labels:
      - pairs: {dsd/slice: "%d", dsd/region: %s}
        includeSelectors: true
    patches:
      - target: {kind: Deployment, name: dsd-slice}
        patch: |
          - {op: replace, path: /spec/replicas, value: %d}
          - {op: add, path: /spec/template/spec/nodeSelector, value: {%s: %s}}
          - {op: add, path: /spec/template/spec/containers/0/args/-, value: "-Dexternal-resources=%s%s"}
          - {op: add, path: /spec/template/spec/containers/0/args/-, value: "-Dexternal-resource.%s.amount=1"}
    """
        .formatted(
            slice,
            region,
            base,
            slice,
            region,
            slice,
            region,
            replicas,
            REGION_LABEL,
            region,
            gpu ? "gpu;" : "",
            resource(),
            resource());
  }
}
