package io.dsd.operator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.model.ModelException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.junit.jupiter.api.Test;

class GivenGpusTest {

  @Test
  void operatorsOfOneTaskManagerTakeDifferentGpusAsLongAsThereAreSome() {
    try (GivenGpus first = new GivenGpus(context("0", "1"))) {
      try (GivenGpus second = new GivenGpus(context("0", "1"))) {
        assertThat(List.of(first.claim("gpu"), second.claim("gpu"))).containsExactly(0, 1);
      }
      try (GivenGpus third = new GivenGpus(context("0", "1"))) {
        assertThat(third.claim("gpu")).as("whoever closes lets others have it").isEqualTo(1);
        assertThat(third.claim("gpu")).as("both have one user").isZero();
      }
    }
  }

  @Test
  void whereThereIsNoneTheSettingsAreNamed() {
    try (GivenGpus gpus = new GivenGpus(context())) {
      assertThatThrownBy(() -> gpus.claim("gpu"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("placement.device: cuda is set, but this task manager has no GPU")
          .hasMessageContaining("external-resource.gpu.driver-factory.class")
          .hasMessageContaining("placement.gpu-resource");
    }
  }

  /** Of which only the external resources are asked for. */
  private static RuntimeContext context(String... indices) {
    Set<ExternalResourceInfo> infos =
        Arrays.stream(indices).map(Gpu::new).collect(Collectors.toSet());
    return (RuntimeContext)
        Proxy.newProxyInstance(
            GivenGpusTest.class.getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getExternalResourceInfos");
              assertThat(arguments[0]).isEqualTo("gpu");
              return infos;
            });
  }

  private record Gpu(String index) implements ExternalResourceInfo {

    @Override
    public Optional<String> getProperty(String key) {
      return key.equals(GivenGpus.INDEX) ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of(GivenGpus.INDEX);
    }
  }
}
