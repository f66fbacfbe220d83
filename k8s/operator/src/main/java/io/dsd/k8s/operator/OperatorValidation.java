package io.dsd.k8s.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;
import org.apache.flink.kubernetes.operator.validation.DefaultValidator;

/**
 * What the operator says of a FlinkDeployment: its own classes read it, its own validator judges
 * it.
 *
 * <p>It was built for an older Flink than the job's, and so is used through a class loader of its
 * own, as a function of plain text.
 */
public final class OperatorValidation implements Function<String, List<String>> {

  private final ObjectMapper json = new ObjectMapper();
  private final DefaultValidator validator =
      new DefaultValidator(new FlinkConfigManager(new Configuration()));

  /**
   * The problems of one FlinkDeployment.
   *
   * @param deployment as JSON, with a {@code flinkVersion} that this operator knows
   */
  @Override
  public List<String> apply(String deployment) {
    try {
      FlinkDeployment read = json.readValue(deployment, FlinkDeployment.class);
      return validator.validateDeployment(read).map(List::of).orElse(List.of());
    } catch (UnrecognizedPropertyException unknown) {
      return List.of(
          "%s: the operator knows no such field; known there: %s"
              .formatted(unknown.getPathReference(), unknown.getKnownPropertyIds()));
    } catch (JsonProcessingException unreadable) {
      return List.of("the operator cannot read it: " + unreadable.getOriginalMessage());
    }
  }
}
