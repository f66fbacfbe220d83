package io.dsd.k8s.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;

/**
 * The Flink configuration that the operator makes of a FlinkDeployment, pod templates included, as
 * files that {@code kubernetes.pod-template-file.*} name.
 */
public final class OperatorConfiguration implements Function<String, Map<String, String>> {

  private final ObjectMapper json = new ObjectMapper();
  private final FlinkConfigManager manager = new FlinkConfigManager(new Configuration());

  @Override
  public Map<String, String> apply(String deployment) {
    try {
      FlinkDeployment read = json.readValue(deployment, FlinkDeployment.class);
      return manager.getDeployConfig(read.getMetadata(), read.getSpec()).toMap();
    } catch (JsonProcessingException unreadable) {
      throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
    }
  }
}
