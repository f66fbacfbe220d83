package io.dsd.operator.device;

import io.dsd.model.ModelException;
import io.dsd.model.slice.Gpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * The GPUs that Flink's external-resource framework found on this task manager. Flink gives all of
 * them to every slot, so operators in one JVM tell each other which they use.
 */
public final class GivenGpus implements Gpus, AutoCloseable {

  /** The property that Flink's GPU driver has of each GPU. */
  static final String INDEX = "index";

  private static final Map<Integer, Integer> USERS = new HashMap<>();

  private final RuntimeContext context;
  private final List<Integer> claimed = new ArrayList<>();

  /** Those of an operator, none of which is in use by it. */
  public GivenGpus(RuntimeContext context) {
    this.context = context;
  }

  @Override
  public int claim(String resource) {
    Set<ExternalResourceInfo> infos = context.getExternalResourceInfos(resource);
    Set<Integer> indices =
        infos.stream()
            .flatMap(info -> info.getProperty(INDEX).stream())
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    if (indices.isEmpty()) {
      throw new ModelException(
          ("placement.device: cuda is set, but this task manager has no GPU in its external"
                  + " resource '%1$s'. Give it one (external-resources: %1$s,"
                  + " external-resource.%1$s.amount, and external-resource.%1$s.driver-factory.class:"
                  + " org.apache.flink.externalresource.gpu.GPUDriverFactory), name the resource that"
                  + " it has in placement.gpu-resource, name a GPU (placement.device: cuda:0), or set"
                  + " placement.device: cpu")
              .formatted(resource));
    }
    synchronized (USERS) {
      int least =
          indices.stream()
              .min(
                  Comparator.<Integer>comparingInt(index -> USERS.getOrDefault(index, 0))
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      USERS.merge(least, 1, Integer::sum);
      claimed.add(least);
      return least;
    }
  }

  /** Lets others have them. */
  @Override
  public void close() {
    synchronized (USERS) {
      claimed.forEach(index -> USERS.merge(index, -1, Integer::sum));
      claimed.clear();
    }
  }
}
